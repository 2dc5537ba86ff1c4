package io.remedyflow.plugin.config;

import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code remedyflow.*} cannot work. The message says which property it is and, in
 * the sentences after the first, what to do; it never shows a secret.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {

  public InvalidConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
