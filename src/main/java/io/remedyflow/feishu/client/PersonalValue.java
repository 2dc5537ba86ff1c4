package io.remedyflow.feishu.client;

/**
 * Something in a request that tells who it is about.
 *
 * @param value as it is sent
 * @param masked as logs and incidents show it
 */
public record PersonalValue(String value, String masked) {

  /** Without the value, so that no log holds personal data by accident. */
  @Override
  public String toString() {
    return masked;
  }
}
