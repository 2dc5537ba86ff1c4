package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import io.remedyflow.feishu.answer.Envelope;
import io.remedyflow.remedy.EmployeeId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** The employee's id. */
  public static PersonalValue of(EmployeeId employee) {
    return new PersonalValue(employee.value(), employee.masked());
  }

  /** A value that no log shows, such as a text that an employee wrote. */
  public static PersonalValue hidden(String value) {
    return new PersonalValue(value, "***", false);
  }

  /** The masks by value, as it is and as it is sent in JSON: a gateway may quote the request. */
  static Map<String, String> masks(List<PersonalValue> values) {
    return values.stream()
        .flatMap(
            value ->
                Stream.of(value.value, value.inJson()).map(text -> Map.entry(text, value.masked)))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));
  }

  private String inJson() {
    String quoted = new String(Envelope.json(value), UTF_8);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** Without the value: no log shows personal data by accident. */
  @Override
  public String toString() {
    return masked;
  }
}
