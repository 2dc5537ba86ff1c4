package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documented employees show, asked over HTTP on a Monday morning in Shanghai. */
class CompanyTest {

  private static final int SOME_DAY = 20210104;

  private final SettableClock clock = new SettableClock("2026-03-01T16:30:00Z");
  private final FeishuSimulator feishu = FeishuSimulator.with().clock(clock).start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @ParameterizedTest
  @CsvSource({
    "faultless.zheng, 009, 400, 1226501, no need remedy",
    "forbidden.chu,   011, 400, 1226502, not allowed remedy",
    "today.jiang,     013, 400, 1226503, approval time beyond the time range",
    "spent.shen,      014, 400, 1226504, no remedy time left",
    "outside.han,     015, 400, 1220005, 没有权限",
    "left.yang,       016, 400, 1220004, user_id is not exist or does not have permission",
    "invalid.zhu,     017, 400, 1220001, param is invalid: remedy_date",
    "tenantless.qin,  018, 400, 1220002, tenant_id is empty",
    "groupless.you,   019, 400, 1220600, rule not exist",
    "guarded.xu,      020, 400, 1220600, auth no permission",
    "locked.he,       021, 400, 1220600, no row affected",
    "broken.lu,       022, 500, 1225000, internal server error",
    "historic.shi,    023, 500, 1226500, internal error",
    "shiftless.kong,  024, 500, 1227500, [BatchGetLarkIDByOpenID] not find user larkID",
  })
  void every_code_of_the_page_has_an_employee(
      String id, String number, int status, int code, String msg) throws Exception {
    HttpResponse<String> byId = caller.ask("employee_id", id, SOME_DAY);
    HttpResponse<String> byNumber = caller.ask("employee_no", number, SOME_DAY);

    assertThat(byId.statusCode()).isEqualTo(byNumber.statusCode()).isEqualTo(status);
    assertThat(Caller.code(byId)).isEqualTo(Caller.code(byNumber)).isEqualTo(code);
    assertThat(Caller.json(byId).path("msg").asText()).isEqualTo(msg);
    assertThat(Caller.json(byId).has("data")).isFalse();
    assertThat(Caller.json(byId).path("error").path("log_id").asText())
        .isEqualTo(Caller.logId(byId));
  }

  @ParameterizedTest
  @CsvSource({
    "late.li,       1: 0 1 Late 2021-01-04 09:00 (2021-01-04 08:00 - 2021-01-04 10:00)",
    "early.chen,    1: 0 2 Early 2021-01-04 18:00 (2021-01-04 17:00 - 2021-01-04 19:00)",
    "forgets.zhang, 1: 0 1 Lack 2021-01-04 09:00 (2021-01-04 08:00 - 2021-01-04 10:00)",
    "week.wei,      none",
    "spotless.feng, none",
    "night.zhou,    1: 0 2 Lack 2021-01-05 06:00 (2021-01-05 05:00 - 2021-01-05 07:00)",
    "free.wu,       1: 0 1 Lack 2021-01-04 00:00 (2021-01-04 00:00 - 2021-01-04 23:59)",
  })
  void one_slot_or_none(String id, String expected) throws Exception {
    List<String> slots = slots(caller.ask(id, SOME_DAY));

    assertThat(slots.isEmpty() ? "none" : slots.size() + ": " + slots.get(0)).isEqualTo(expected);
  }

  @Test
  void absence_is_lack_on_both_punches() throws Exception {
    assertThat(slots(caller.ask("absent.wang", SOME_DAY)))
        .containsExactly(
            "0 1 Lack 2021-01-04 09:00 (2021-01-04 08:00 - 2021-01-04 10:00)",
            "0 2 Lack 2021-01-04 18:00 (2021-01-04 17:00 - 2021-01-04 19:00)");
  }

  @Test
  void a_hurried_day_is_late_and_early() throws Exception {
    assertThat(slots(caller.ask("hurried.zhao", SOME_DAY)))
        .containsExactly(
            "0 1 Late 2021-01-04 09:00 (2021-01-04 08:00 - 2021-01-04 10:00)",
            "0 2 Early 2021-01-04 18:00 (2021-01-04 17:00 - 2021-01-04 19:00)");
  }

  @Test
  void a_split_day_has_two_pairs_counted_from_zero() throws Exception {
    assertThat(slots(caller.ask("split.sun", SOME_DAY)))
        .containsExactly(
            "0 1 Lack 2021-01-04 08:00 (2021-01-04 07:00 - 2021-01-04 09:00)",
            "0 2 Lack 2021-01-04 12:00 (2021-01-04 11:00 - 2021-01-04 13:00)",
            "1 1 Lack 2021-01-04 14:00 (2021-01-04 13:00 - 2021-01-04 15:00)",
            "1 2 Lack 2021-01-04 18:00 (2021-01-04 17:00 - 2021-01-04 19:00)");
  }

  @Test
  void a_night_on_new_years_eve_ends_in_the_next_year() throws Exception {
    JsonNode slot = list(caller.ask("night.zhou", 20241231)).get(0);

    assertThat(slot.path("remedy_date").asInt()).isEqualTo(20241231);
    assertThat(slot.path("normal_punch_time").asText()).isEqualTo("2025-01-01 06:00");
  }

  @Test
  void a_slot_has_the_nine_fields_of_the_page_in_its_types() throws Exception {
    HttpResponse<String> response = caller.ask("employee_no", "008", SOME_DAY);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"code":0,"msg":"success","data":{"user_allowed_remedys":[{"user_id":"008",\
            "remedy_date":20210104,"is_free_punch":true,"punch_no":0,"work_type":1,\
            "punch_status":"Lack","normal_punch_time":"2021-01-04 00:00",\
            "remedy_start_time":"2021-01-04 00:00","remedy_end_time":"2021-01-04 23:59"}]}}""");
  }

  @Test
  void a_clean_day_may_also_be_an_empty_list() throws Exception {
    assertThat(caller.ask("spotless.feng", SOME_DAY).body())
        .isEqualTo("{\"code\":0,\"msg\":\"success\",\"data\":{\"user_allowed_remedys\":[]}}");
  }

  @ParameterizedTest
  @CsvSource({
    "late.li,         20260302, 0", // today, 00:30 in Shanghai, still yesterday in UTC
    "late.li,         20260303, 1226503",
    "faultless.zheng, 20260303, 1226503",
    "forbidden.chu,   20260303, 1226502",
    "week.wei,        20260302, 0",
    "week.wei,        20260223, 0",
    "week.wei,        20260222, 1226503",
    "today.jiang,     20260302, 0",
    "today.jiang,     20260301, 1226503",
    "night.zhou,      20260302, 0",
    "late.li,         20260228, 0", // a Saturday
  })
  void look_back_and_future_are_judged_by_today_in_shanghai(String id, int day, int code)
      throws Exception {
    assertThat(Caller.code(caller.ask(id, day))).isEqualTo(code);
  }

  @Test
  void today_moves_with_the_clock() throws Exception {
    assertThat(Caller.code(caller.ask("late.li", 20260303))).isEqualTo(1226503);

    clock.tick(Duration.ofDays(1));

    assertThat(Caller.code(caller.ask("late.li", 20260303))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "employee_id, nobody.knows",
    "employee_id, 007",
    "employee_no, late.li",
    "employee_no, 7",
    "employee_id, ou_7d8a6e6df7621556ce0d21922b676706"
  })
  void an_id_that_is_not_of_its_kind_is_unknown(String type, String id) throws Exception {
    HttpResponse<String> response = caller.ask(type, id, SOME_DAY);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220004);
  }

  @Test
  void the_directory_is_documented_in_both_languages_without_doubles() {
    var ids = new HashSet<String>();
    for (Employee employee : Company.employees()) {
      assertThat(ids.add(employee.employeeId())).isTrue();
      assertThat(ids.add(employee.employeeNo())).isTrue();
      assertThat(employee.shows()).endsWith(".").hasSizeLessThan(120);
      assertThat(employee.showsInChinese()).endsWith("。").containsPattern("\\p{IsHan}");
    }
    assertThat(Company.employees()).hasSize(31).extracting(Employee::employeeNo).isSorted();
  }

  private static JsonNode list(HttpResponse<String> response) throws Exception {
    return Caller.json(response).path("data").path("user_allowed_remedys");
  }

  private static List<String> slots(HttpResponse<String> response) throws Exception {
    return StreamSupport.stream(list(response).spliterator(), false)
        .map(
            slot ->
                "%d %d %s %s (%s - %s)"
                    .formatted(
                        slot.path("punch_no").intValue(),
                        slot.path("work_type").intValue(),
                        slot.path("punch_status").textValue(),
                        slot.path("normal_punch_time").textValue(),
                        slot.path("remedy_start_time").textValue(),
                        slot.path("remedy_end_time").textValue()))
        .toList();
  }
}
