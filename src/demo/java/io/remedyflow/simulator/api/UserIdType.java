package io.remedyflow.simulator.api;

import io.remedyflow.simulator.company.Employee;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Which of somebody's three ids the contact API is asked for. */
enum UserIdType {
  /** Another one for every app. */
  OPEN_ID {
    @Override
    String idOf(Employee employee, String appId) {
      return "ou_" + digest(appId + "/" + employee.employeeId());
    }
  },
  UNION_ID {
    @Override
    String idOf(Employee employee, String appId) {
      return "on_" + digest(employee.employeeId());
    }
  },
  /** The one that attendance calls the employee id. */
  USER_ID {
    @Override
    String idOf(Employee employee, String appId) {
      return employee.employeeId();
    }
  };

  static UserIdType in(List<String> parameters) {
    if (parameters.isEmpty()) {
      return OPEN_ID;
    }
    for (UserIdType type : values()) {
      if (parameters.equals(List.of(type.wireName()))) {
        return type;
      }
    }
    throw EmployeesEndpoint.invalid("user_id_type", "open_id, union_id or user_id");
  }

  abstract String idOf(Employee employee, String appId);

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String digest(String seed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
