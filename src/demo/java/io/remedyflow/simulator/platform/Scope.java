package io.remedyflow.simulator.platform;

import io.remedyflow.simulator.http.ErrorReply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an administrator may grant to an app, as far as the endpoints here ask for it. */
public enum Scope {
  ATTENDANCE_READ("attendance:task:readonly"),
  ATTENDANCE_WRITE("attendance:task"),
  USER_ID("contact:user.id:readonly"),
  EMPLOYEE_ID("contact:user.employee_id:readonly"),
  EMPLOYMENT("contact:user.employee:readonly");

  private final String name;

  Scope(String name) {
    this.name = name;
  }

  /** The one of this name. */
  public static Scope named(String name) {
    return Stream.of(values())
        .filter(scope -> scope.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no endpoint asks for '" + name + "', only for " + List.of(values())));
  }

  ErrorReply errorReply() {
    return new ErrorReply(
        400,
        99991672,
        "Access denied. One of the following scopes is required: [" + name + "]",
        "permission_violations",
        Map.of("type", "action_scope_required", "subject", name));
  }

  @Override
  public String toString() {
    return name;
  }
}
