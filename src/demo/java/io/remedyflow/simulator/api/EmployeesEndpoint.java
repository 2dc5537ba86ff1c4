package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.Account;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.http.ErrorReply;
import io.remedyflow.simulator.http.ErrorReplyException;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds employees by e-mail addresses and mobile numbers: an entry for each of them, in their
 * order, and nothing but the echo where nobody may be found.
 */
public final class EmployeesEndpoint implements Api {

  /** Its address. */
  public static final String PATH = "/open-apis/contact/v3/users/batch_get_id";

  private static final int ENTRIES_AT_MOST = 50;

  private final String appId;
  private final Set<Scope> granted;

  /**
   * Answers this app.
   *
   * @param granted what the app may see: some fields of the answer have scopes of their own
   */
  public EmployeesEndpoint(String appId, Set<Scope> granted) {
    this.appId = appId;
    this.granted = Set.copyOf(granted);
  }

  @Override
  public Scope scope() {
    return Scope.USER_ID;
  }

  @Override
  public ObjectNode data(Request request) {
    if (!Endpoint.sendsJson(request)) {
      throw invalid("Content-Type", "application/json; charset=utf-8");
    }
    var type = UserIdType.in(request.parameters("user_id_type"));
    ObjectNode body =
        Json.object(request.body()).orElseThrow(() -> invalid("body", "a JSON object"));
    List<String> emails = texts(body, "emails");
    List<String> mobiles = texts(body, "mobiles");
    boolean resignedToo = flag(body, "include_resigned");

    ObjectNode data = Json.object();
    ArrayNode list = data.putArray("user_list");
    Predicate<Employee> wanted = employee -> resignedToo || !employee.account().isResigned();
    for (String email : emails) {
      ObjectNode entry = list.addObject();
      write(Company.byEmail(email).filter(wanted), type, entry);
      entry.put("email", email);
    }
    for (String mobile : mobiles) {
      ObjectNode entry = list.addObject();
      write(Company.byMobile(mobile).filter(wanted), type, entry);
      entry.put("mobile", mobile);
    }
    return data;
  }

  private void write(Optional<Employee> found, UserIdType type, ObjectNode entry) {
    if (found.isEmpty()) {
      return;
    }
    if (type != UserIdType.USER_ID || granted.contains(Scope.EMPLOYEE_ID)) {
      entry.put("user_id", type.idOf(found.get(), appId));
    }
    if (granted.contains(Scope.EMPLOYMENT)) {
      Account account = found.get().account();
      entry
          .putObject("status")
          .put("is_frozen", account.isFrozen())
          .put("is_resigned", account.isResigned())
          .put("is_activated", account.isActivated())
          .put("is_exited", account.isExited())
          .put("is_unjoin", account.isUnjoined());
    }
  }

  private static List<String> texts(ObjectNode body, String field) {
    JsonNode list = body.path(field);
    if (list.isMissingNode()) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    boolean sound = list.isArray() && list.size() <= ENTRIES_AT_MOST;
    for (JsonNode value : list) {
      sound &= value.isTextual();
      texts.add(value.asText());
    }
    if (!sound) {
      throw invalid(field, "at most " + ENTRIES_AT_MOST + " strings");
    }
    return texts;
  }

  private static boolean flag(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw invalid(field, "true or false");
    }
    return value.booleanValue();
  }

  /** The contact API's own way to say it: one code, and the field in the "error" object. */
  static ErrorReplyException invalid(String field, String allowed) {
    return new ErrorReply(
            400,
            99992402,
            "field validation failed",
            "field_violations",
            Map.of("field", field, "description", "allowed: " + allowed))
        .thrown();
  }
}
