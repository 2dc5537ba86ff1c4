package io.remedyflow.feishu.client;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;

/**
 * A value in a request that identifies an employee.
 *
 * @param value as it is sent
 * @param masked as logs and incidents show it
 */
public record PersonalValue(String value, String masked) {

  /** The masks by value. */
  static Map<String, String> masks(List<PersonalValue> values) {
    return values.stream()
        .collect(toMap(PersonalValue::value, PersonalValue::masked, (one, same) -> one));
  }

  /** Without the value: no log shows personal data by accident. */
  @Override
  public String toString() {
    return masked;
  }
}
