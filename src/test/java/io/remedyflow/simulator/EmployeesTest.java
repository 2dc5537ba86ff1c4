package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is found by an e-mail address or a mobile number, and what stands in for those who are not.
 */
class EmployeesTest {

  private static final String BY_USER_ID = "?user_id_type=user_id";

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void every_address_and_number_has_an_entry_in_the_order_of_the_request() throws Exception {
    HttpResponse<String> response =
        find(
            BY_USER_ID,
            """
            {"emails": ["nobody@example.com", "late.li@example.com"],
             "mobiles": ["+8613000000001"]}""");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"code":0,"msg":"success","data":{"user_list":[{"email":"nobody@example.com"},\
            {"user_id":"late.li","status":{"is_frozen":false,"is_resigned":false,\
            "is_activated":true,"is_exited":false,"is_unjoin":false},\
            "email":"late.li@example.com"},\
            {"user_id":"late.li","status":{"is_frozen":false,"is_resigned":false,\
            "is_activated":true,"is_exited":false,"is_unjoin":false},\
            "mobile":"+8613000000001"}]}}""");
  }

  @ParameterizedTest
  @CsvSource({
    "late.li@example.com,          late.li",
    "Late.LI@Example.Com,          late.li",
    "'late.li@example.com ',       ''",
    "nobody@example.com,           ''",
    "mailbox.hua@mail.example.com, ''", // an enterprise mailbox
    "outside.han@example.com,      ''", // outside of the app's data range
    "left.yang@example.com,        ''", // resigned
    "guarded.xu@example.com,       guarded.xu",
    "frozen.cao@example.com,       frozen.cao",
  })
  void an_address_is_found_in_any_case(String email, String userId) throws Exception {
    JsonNode entry = only(find(BY_USER_ID, "{\"emails\": [\"%s\"]}".formatted(email)));

    assertThat(entry.path("email").textValue()).isEqualTo(email);
    assertThat(entry.path("user_id").asText()).isEqualTo(userId);
    assertThat(entry.has("user_id")).isEqualTo(!userId.isEmpty());
    assertThat(entry.has("status")).isEqualTo(!userId.isEmpty());
    assertThat(entry.has("mobile")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "13000000007,   night.zhou",
    "+8613000000007, night.zhou",
    "8613000000007, ''",
    "+12025550131,  lenient.qi",
    "12025550131,   ''",
    "2025550131,    ''",
    "13000000015,   ''", // outside of the app's data range
    "13000000016,   ''", // resigned
  })
  void a_mainland_number_needs_no_country_code(String mobile, String userId) throws Exception {
    JsonNode entry = only(find(BY_USER_ID, "{\"mobiles\": [\"%s\"]}".formatted(mobile)));

    assertThat(entry.path("mobile").textValue()).isEqualTo(mobile);
    assertThat(entry.path("user_id").asText()).isEqualTo(userId);
    assertThat(entry.has("email")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "late.li,     is_activated",
    "frozen.cao,  is_frozen is_activated",
    "left.yang,   is_resigned",
    "exited.jin,  is_activated is_exited",
    "joining.yan, is_unjoin"
  })
  void an_account_stands_in_one_of_several_ways(String id, String flags) throws Exception {
    JsonNode status =
        only(find(
                BY_USER_ID,
                "{\"emails\": [\"%s@example.com\"], \"include_resigned\": true}".formatted(id)))
            .path("status");

    assertThat(status.fieldNames())
        .toIterable()
        .containsExactly("is_frozen", "is_resigned", "is_activated", "is_exited", "is_unjoin")
        .filteredOn(flag -> status.path(flag).booleanValue())
        .containsExactly(flags.split(" ", -1));
  }

  @Test
  void the_default_is_an_open_id_which_is_another_for_every_app() throws Exception {
    String body = "{\"emails\": [\"late.li@example.com\"]}";
    String openId = only(find("", body)).path("user_id").textValue();
    String unionId = only(find("?user_id_type=union_id", body)).path("user_id").textValue();

    assertThat(openId)
        .matches("ou_[0-9a-f]{32}")
        .isEqualTo(only(find("?user_id_type=open_id", body)).path("user_id").textValue());
    assertThat(unionId).matches("on_[0-9a-f]{32}");
    try (var other = FeishuSimulator.with().app("cli_other", "s").start()) {
      var stranger = new Caller(other);
      assertThat(only(stranger.post(Caller.EMPLOYEES_PATH, body)).path("user_id").textValue())
          .startsWith("ou_")
          .isNotEqualTo(openId);
      assertThat(
              only(stranger.post(Caller.EMPLOYEES_PATH + "?user_id_type=union_id", body))
                  .path("user_id")
                  .textValue())
          .isEqualTo(unionId);
    }
  }

  @Test
  void without_the_scope_of_employee_ids_they_are_silently_missing() throws Exception {
    try (var limited =
        FeishuSimulator.with().withoutScope("contact:user.employee_id:readonly").start()) {
      var body = "{\"emails\": [\"late.li@example.com\"]}";
      var poor = new Caller(limited);

      JsonNode entry = only(poor.post(Caller.EMPLOYEES_PATH + BY_USER_ID, body));

      assertThat(entry.fieldNames()).toIterable().containsExactly("status", "email");
      assertThat(only(poor.post(Caller.EMPLOYEES_PATH, body)).has("user_id")).isTrue();
    }
  }

  @Test
  void without_the_scope_of_employment_the_status_is_missing() throws Exception {
    try (var limited =
        FeishuSimulator.with().withoutScope("contact:user.employee:readonly").start()) {
      JsonNode entry =
          only(
              new Caller(limited)
                  .post(
                      Caller.EMPLOYEES_PATH + BY_USER_ID,
                      "{\"emails\": [\"late.li@example.com\"]}"));

      assertThat(entry.fieldNames()).toIterable().containsExactly("user_id", "email");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "contact:user.id:readonly, " + Caller.EMPLOYEES_PATH,
    "attendance:task:readonly, " + Caller.REMEDIES_PATH,
    "attendance:task:readonly, " + Caller.RECORDS_PATH,
    "attendance:task,          " + Caller.START_PATH,
    "attendance:task,          " + Caller.DECISION_PATH,
  })
  void without_its_scope_an_endpoint_is_closed(String scope, String path) throws Exception {
    try (var limited = FeishuSimulator.with().withoutScope(scope).start()) {
      HttpResponse<String> response = new Caller(limited).post(path, "{}");

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body())
          .isEqualTo(
              """
              {"code":99991672,"msg":"Access denied. One of the following scopes is required: \
              [%1$s]","error":{"log_id":"%2$s","permission_violations":[\
              {"subject":"%1$s","type":"action_scope_required"}]}}"""
                  .formatted(scope, Caller.logId(response)));
    }
  }

  @Test
  void a_scope_that_no_endpoint_asks_for_cannot_be_taken_away() {
    var settings = FeishuSimulator.with();

    assertThatThrownBy(() -> settings.withoutScope("contact:user.id"))
        .hasMessageContaining("contact:user.id:readonly");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?user_id_type=employee_id | {} | user_id_type",
        "?user_id_type= | {} | user_id_type",
        "?user_id_type=user_id&user_id_type=open_id | {} | user_id_type",
        BY_USER_ID + " | [] | body",
        BY_USER_ID + " | {\"emails\": \"late.li@example.com\"} | emails",
        BY_USER_ID + " | {\"emails\": [7]} | emails",
        BY_USER_ID + " | {\"mobiles\": null} | mobiles",
        BY_USER_ID + " | {\"include_resigned\": \"true\"} | include_resigned",
      })
  void a_request_of_the_wrong_shape_is_an_error_that_names_the_field(
      String query, String body, String field) throws Exception {
    HttpResponse<String> response = find(query, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(99992402);
    assertThat(
            Caller.json(response).path("error").path("field_violations").findValuesAsText("field"))
        .containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"emails", "mobiles"})
  void fifty_of_each_may_be_looked_for(String field) throws Exception {
    var fifty = String.join(",", Collections.nCopies(50, "\"x\""));

    assertThat(users(find(BY_USER_ID, "{\"%s\": [%s]}".formatted(field, fifty)))).hasSize(50);
    assertThat(Caller.code(find(BY_USER_ID, "{\"%s\": [%s,\"x\"]}".formatted(field, fifty))))
        .isEqualTo(99992402);
  }

  @Test
  void nobody_is_looked_for_and_nobody_is_found() throws Exception {
    assertThat(users(find(BY_USER_ID, "{}"))).isEmpty();
  }

  @Test
  void nobody_shares_an_address_or_a_number_and_all_of_them_are_invented() {
    assertThat(Company.employees())
        .extracting(Employee::email)
        .filteredOn(Objects::nonNull)
        .doesNotHaveDuplicates()
        .hasSize(29)
        .allSatisfy(email -> assertThat(email).endsWith("example.com"));
    assertThat(Company.employees())
        .extracting(Employee::mobile)
        .filteredOn(Objects::nonNull)
        .doesNotHaveDuplicates()
        .hasSize(28)
        .allSatisfy(mobile -> assertThat(mobile).matches("\\+861300000\\d{4}|\\+1202555\\d{4}"));
  }

  private HttpResponse<String> find(String query, String body) throws Exception {
    return caller.post(Caller.EMPLOYEES_PATH + query, body);
  }

  private static JsonNode users(HttpResponse<String> response) throws Exception {
    return Caller.json(response).path("data").path("user_list");
  }

  private static JsonNode only(HttpResponse<String> response) throws Exception {
    assertThat(users(response)).hasSize(1);
    return users(response).get(0);
  }
}
