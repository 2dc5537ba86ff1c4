package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which remedies are found: by employee, by the time that they put in place, by their state. */
class RemedyRecordsTest {

  private static final int DAY = 20210104;
  private static final String QUERY = "?employee_type=employee_id";

  /** 09:00 on the day, in Shanghai. */
  private static final long NINE = 1609722000;

  private static final String GOOD =
      "{\"user_ids\":[\"late.li\"],\"check_time_from\":\"1609722000\","
          + "\"check_time_to\":\"1609722000\",\"status\":0}";

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00Z");
  private final FeishuSimulator feishu = FeishuSimulator.with().clock(clock).start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void a_remedy_is_found_with_all_that_is_known_of_it() throws Exception {
    String id = caller.started("late.li", DAY);
    clock.tick(Duration.ofMinutes(1));
    caller.decide(id, 2);

    HttpResponse<String> response =
        caller.post(
            Caller.RECORDS_PATH + "?employee_type=employee_no",
            """
            {"user_ids": ["001"], "check_time_from": "1609722000",
             "check_time_to": "1609722000", "check_date_type": "PeriodTime", "status": 2}""");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"code":0,"msg":"success","data":{"user_remedys":[{"user_id":"001",\
            "remedy_date":20210104,"punch_no":0,"work_type":1,"approval_id":"%s",\
            "remedy_time":"2021-01-04 09:00","status":2,"reason":"忘记打卡","time":"-",\
            "time_zone":"Asia/Shanghai","create_time":"1772413200",\
            "update_time":"1772413260"}]}}"""
                .formatted(id));
  }

  @Test
  void only_those_that_passed_are_found_unless_another_state_is_asked_for() throws Exception {
    String pending = caller.started("lenient.qi", DAY);
    String passed = caller.started("lenient.qi", DAY);
    String rejected = caller.started("lenient.qi", DAY);
    String cancelled = caller.started("lenient.qi", DAY);
    String withdrawn = caller.started("lenient.qi", DAY);
    feishu.reject(rejected);
    feishu.cancel(cancelled);
    feishu.approve(withdrawn);
    feishu.withdraw(withdrawn);
    feishu.approve(passed);

    assertThat(ids(find("lenient.qi", NINE, NINE, ""))).containsExactly(passed);
    assertThat(ids(find("lenient.qi", NINE, NINE, ",\"status\":0"))).containsExactly(pending);
    assertThat(ids(find("lenient.qi", NINE, NINE, ",\"status\":1"))).containsExactly(rejected);
    assertThat(ids(find("lenient.qi", NINE, NINE, ",\"status\":2"))).containsExactly(passed);
    assertThat(ids(find("lenient.qi", NINE, NINE, ",\"status\":3"))).containsExactly(cancelled);
    assertThat(ids(find("lenient.qi", NINE, NINE, ",\"status\":4"))).containsExactly(withdrawn);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "-60, -1, 0", "1, 60, 0", "-60, 0, 1", "0, 60, 1"})
  void the_time_that_it_puts_in_place_lies_within_the_range(int from, int to, int found)
      throws Exception {
    caller.started("late.li", DAY);

    assertThat(ids(find("late.li", NINE + from, NINE + to, ",\"status\":0"))).hasSize(found);
  }

  @Test
  void a_night_is_found_by_the_day_on_which_it_ends() throws Exception {
    caller.start("night.zhou", DAY, 0, 2, "2021-01-05 06:00");
    long midnight = NINE + Duration.ofHours(15).toSeconds();

    assertThat(ids(find("night.zhou", NINE, midnight, ",\"status\":0"))).isEmpty();
    assertThat(ids(find("night.zhou", midnight, midnight + 86_400, ",\"status\":0"))).hasSize(1);
  }

  @Test
  void another_zone_moves_the_range_and_is_told() throws Exception {
    try (var berlin =
        FeishuSimulator.with().clock(clock).zone(ZoneId.of("Europe/Berlin")).start()) {
      var other = new Caller(berlin);
      other.started("late.li", DAY);
      String body = GOOD.replace("1609722000", "1609747200");

      JsonNode found = records(other.post(Caller.RECORDS_PATH + QUERY, body));

      assertThat(found).hasSize(1);
      assertThat(found.get(0).path("time_zone").asText()).isEqualTo("Europe/Berlin");
      assertThat(records(other.post(Caller.RECORDS_PATH + QUERY, GOOD))).isEmpty();
    }
  }

  @Test
  void a_free_shift_is_of_type_1_here() throws Exception {
    caller.start("free.wu", DAY, 0, 0, "2021-01-04 09:00");

    JsonNode record = records(find("free.wu", NINE, NINE, ",\"status\":0")).get(0);

    assertThat(record.path("punch_no").intValue()).isZero();
    assertThat(record.path("work_type").intValue()).isEqualTo(1);
  }

  @Test
  void several_employees_are_looked_for_at_once_and_nobody_else_is_found() throws Exception {
    String one = caller.started("late.li", DAY);
    caller.started("week.wei", 20260228);
    String two = caller.started("hurried.zhao", DAY);
    caller.started("forgets.zhang", DAY);

    HttpResponse<String> response =
        caller.post(
            Caller.RECORDS_PATH + QUERY,
            GOOD.replace("\"late.li\"", "\"hurried.zhao\",\"late.li\",\"late.li\""));

    assertThat(ids(response)).containsExactly(one, two);
  }

  @Test
  void an_employee_without_remedies_is_no_mistake() throws Exception {
    assertThat(find("faultless.zheng", NINE, NINE, "").body())
        .isEqualTo("{\"code\":0,\"msg\":\"success\",\"data\":{\"user_remedys\":[]}}");
  }

  @ParameterizedTest
  @CsvSource({
    "nobody.knows, 400, 1220004",
    "left.yang,    400, 1220004",
    "outside.han,  400, 1220005",
    "broken.lu,    500, 1225000"
  })
  void one_employee_with_an_error_spoils_the_whole_request(String id, int status, int code)
      throws Exception {
    HttpResponse<String> response = find("late.li\",\"" + id, NINE, NINE, "");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Caller.code(response)).isEqualTo(code);
  }

  @Test
  void what_was_started_may_be_found_late() throws Exception {
    try (var slow = FeishuSimulator.with().clock(clock).recordLag(Duration.ofSeconds(3)).start()) {
      var other = new Caller(slow);
      String id = other.started("late.li", DAY);

      assertThat(ids(other.post(Caller.RECORDS_PATH + QUERY, GOOD))).isEmpty();
      clock.tick(Duration.ofMillis(2999));
      assertThat(ids(other.post(Caller.RECORDS_PATH + QUERY, GOOD))).isEmpty();
      clock.tick(Duration.ofMillis(1));
      assertThat(ids(other.post(Caller.RECORDS_PATH + QUERY, GOOD))).containsExactly(id);
      assertThat(slow.remedies()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"late.li\"] | [] | user_ids",
        "[\"late.li\"] | \"late.li\" | user_ids",
        "[\"late.li\"] | [7] | user_ids",
        "[\"late.li\"] | [\"\"] | user_ids",
        "\"user_ids\":[\"late.li\"], | '' | user_ids",
        "\"check_time_from\":\"1609722000\" | \"check_time_from\":1609722000 | check_time_from",
        "\"check_time_from\":\"1609722000\" | \"check_time_from\":\"1609722000000\" | check_time_from",
        "\"check_time_from\":\"1609722000\" | \"check_time_from\":\"2021-01-04\" | check_time_from",
        "\"check_time_from\":\"1609722000\" | \"check_time_from\":\"1609722001\" | check_time_to",
        "\"check_time_to\":\"1609722000\", | '' | check_time_to",
        "\"status\":0 | \"status\":5 | status",
        "\"status\":0 | \"status\":\"0\" | status",
        "\"status\":0 | \"check_date_type\":\"CreateTime\" | check_date_type",
        "\"status\":0 | \"check_date_type\":\"UpdateTime\" | check_date_type",
      })
  void a_body_of_the_wrong_shape_is_an_error_that_names_the_field(
      String part, String wrong, String field) throws Exception {
    HttpResponse<String> response =
        caller.post(Caller.RECORDS_PATH + QUERY, GOOD.replace(part, wrong));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith(field + " invalid");
  }

  @Test
  void fifty_employees_may_be_looked_for_at_once() throws Exception {
    String fifty = String.join("\",\"", Collections.nCopies(50, "late.li"));

    assertThat(Caller.code(find(fifty, NINE, NINE, ""))).isZero();
    assertThat(Caller.code(find(fifty + "\",\"late.li", NINE, NINE, ""))).isEqualTo(1220001);
  }

  private HttpResponse<String> find(String userIds, long from, long to, String more)
      throws Exception {
    return caller.post(
        Caller.RECORDS_PATH + QUERY,
        "{\"user_ids\":[\"%s\"],\"check_time_from\":\"%d\",\"check_time_to\":\"%d\"%s}"
            .formatted(userIds, from, to, more));
  }

  private static JsonNode records(HttpResponse<String> response) throws Exception {
    assertThat(Caller.code(response)).isZero();
    return Caller.json(response).path("data").path("user_remedys");
  }

  private static List<String> ids(HttpResponse<String> response) throws Exception {
    return records(response).findValuesAsText("approval_id");
  }
}
