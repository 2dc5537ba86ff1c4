package io.remedyflow.feishu;

/**
 * Where an app's secret stands, to be read again once it may have been changed there. Has to be
 * safe for use by many threads.
 */
@FunctionalInterface
public interface SecretSource {

  /**
   * The secret as it is now.
   *
   * @throws IllegalArgumentException if there is none; the message says where it was looked for,
   *     and never shows what was found
   */
  AppSecret read();
}
