package io.remedyflow.feishu.client;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;

/**
 * A personal value in a request.
 *
 * @param value as it is sent
 * @param masked as logs and incidents show it
 * @param isEmployee whether it tells which employee the request is about
 */
public record PersonalValue(String value, String masked, boolean isEmployee) {

  /** A value that tells which employee the request is about. */
  public PersonalValue(String value, String masked) {
    this(value, masked, true);
  }

  /** A value that no log shows, such as a text that an employee wrote. */
  public static PersonalValue hidden(String value) {
    return new PersonalValue(value, "***", false);
  }

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
