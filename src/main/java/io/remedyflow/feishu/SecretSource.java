package io.remedyflow.feishu;

/**
 * Reads an app's secret where it is stored, again when it may have changed there. It must be
 * thread-safe.
 */
@FunctionalInterface
public interface SecretSource {

  /**
   * The secret as it is now.
   *
   * @throws IllegalArgumentException if there is none; the message says where the source looked,
   *     and never shows what it found
   */
  AppSecret read();
}
