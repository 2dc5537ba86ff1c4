package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in a request is noticed here, not first at the real Feishu. */
class StrictnessTest {

  private static final String GOOD_BODY = "{\"user_id\":\"late.li\",\"remedy_date\":20210104}";
  private static final String GOOD_QUERY = "?employee_type=employee_id";
  private static final String GOOD_TYPE = "application/json; charset=utf-8";

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/open-apis/attendance/v1/user_task_remedys/",
        "/open-apis/attendance/v1/user_task_remedies/query_user_allowed_remedys",
        "//open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys",
        "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys/",
        "/favicon.ico"
      })
  void an_unknown_path_is_plain_text(String path) throws Exception {
    HttpResponse<String> response =
        caller.send(caller.json(path).POST(BodyPublishers.ofString(GOOD_BODY)).build());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
    assertThat(response.body()).isEqualTo("404 page not found");
    assertThat(Caller.logId(response)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Caller.TOKEN_PATH,
        Caller.REMEDIES_PATH,
        Caller.EMPLOYEES_PATH,
        Caller.START_PATH,
        Caller.DECISION_PATH,
        Caller.RECORDS_PATH
      })
  void only_post_will_do(String path) throws Exception {
    HttpResponse<String> response = caller.send(caller.json(path).GET().build());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(Caller.code(response)).isEqualTo(99991301);
  }

  @Test
  void a_call_without_a_token_is_rejected() throws Exception {
    HttpResponse<String> response =
        caller.send(
            caller
                .json(Caller.REMEDIES_PATH + GOOD_QUERY)
                .POST(BodyPublishers.ofString(GOOD_BODY))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(99991661);
    assertThat(Caller.json(response).path("error").path("log_id").asText())
        .isEqualTo(Caller.logId(response));
  }

  @ParameterizedTest
  @CsvSource({
    "t-0123456789,          99991661",
    "Basic dTpw,            99991661",
    "bearer t-0123456789,   99991661",
    "Bearer 0123456789,     99991671",
    "'Bearer ',             99991661", // a header's value is trimmed
    "Bearer t-,             99991671",
    "'Bearer t-1 2',        99991671",
    "Bearer u-0123456789,   99991668",
    "Bearer t-0123456789,   99991663",
  })
  void a_bad_authorization_is_named(String authorization, int code) throws Exception {
    HttpResponse<String> response =
        caller.send(
            caller
                .json(Caller.REMEDIES_PATH + GOOD_QUERY)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(GOOD_BODY))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    GOOD_TYPE + ", 0",
    "application/json;charset=UTF-8, 0",
    "'application/json; charset=\"utf-8\"', 0",
    "application/json, 1220001",
    "text/plain; charset=utf-8, 1220001",
    "application/json; charset=gbk, 1220001",
  })
  void the_content_type_is_fixed_with_its_charset(String type, int code) throws Exception {
    HttpResponse<String> response = post(GOOD_QUERY, type, GOOD_BODY);

    assertThat(Caller.code(response)).isEqualTo(code);
    if (code != 0) {
      assertThat(Caller.json(response).path("msg").asText()).startsWith("Content-Type invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?employe_type=employee_id",
        "?employee_type=",
        "?employee_type=Employee_ID",
        "?employee_type=open_id",
        "?employee_type=employee_id&employee_type=employee_no"
      })
  void the_employee_type_stands_in_the_query(String query) throws Exception {
    HttpResponse<String> response = post(query, GOOD_TYPE, GOOD_BODY);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).isEqualTo("employee_type invalid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | body",
        "[] | body",
        "{\"user_id\":\"late.li\",\"remedy_date\":20210104 | body",
        "{\"user_id\":\"late.li\",\"remedy_date\":20210104} {} | body",
        "{\"user_id\":\"late.li\",\"user_id\":\"x\",\"remedy_date\":20210104} | body",
        "{\"userId\":\"late.li\",\"remedy_date\":20210104} | user_id",
        "{\"user_id\":null,\"remedy_date\":20210104} | user_id",
        "{\"user_id\":7,\"remedy_date\":20210104} | user_id",
        "{\"user_id\":\"\",\"remedy_date\":20210104} | user_id",
        "{\"user_id\":\"late.li\"} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":null} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":\"20210104\"} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":20210104.0} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":20210230} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":2021104} | remedy_date",
        "{\"user_id\":\"late.li\",\"remedy_date\":1609718400000} | remedy_date",
      })
  void a_body_of_the_wrong_shape_is_rejected_with_the_reason(String body, String culprit)
      throws Exception {
    HttpResponse<String> response = post(GOOD_QUERY, GOOD_TYPE, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith(culprit + " invalid");
  }

  @Test
  void an_enormous_body_is_rejected_unread() throws Exception {
    String body = GOOD_BODY.replace("late.li", "late.li".repeat(100_000));

    assertThat(Caller.code(post(GOOD_QUERY, GOOD_TYPE, body))).isEqualTo(1220001);
    assertThat(feishu.requests()).allSatisfy(r -> assertThat(r.body()).hasSizeLessThan(70_000));
  }

  @Test
  void every_answer_has_a_log_id_of_its_own() throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      ids.add(Caller.logId(post(GOOD_QUERY, GOOD_TYPE, GOOD_BODY)));
      ids.add(Caller.logId(post("", GOOD_TYPE, GOOD_BODY)));
    }

    assertThat(ids).doesNotHaveDuplicates().isSorted();
  }

  private HttpResponse<String> post(String query, String type, String body) throws Exception {
    return caller.send(
        caller
            .to(Caller.REMEDIES_PATH + query)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + caller.token())
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
