package io.remedyflow.feishu.client;

/**
 * A value in a request that identifies an employee.
 *
 * @param value as it is sent
 * @param masked as logs and incidents show it
 */
public record PersonalValue(String value, String masked) {

  /** Without the value: no log shows personal data by accident. */
  @Override
  public String toString() {
    return masked;
  }
}
