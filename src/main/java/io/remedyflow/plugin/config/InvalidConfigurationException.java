package io.remedyflow.plugin.config;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the {@code remedyflow.*} configuration cannot work. The message names the property and,
 * after the first sentence, says what to do. It never shows a secret.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {

  public InvalidConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
