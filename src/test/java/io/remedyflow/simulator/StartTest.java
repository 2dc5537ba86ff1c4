package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a remedy is started, and what Feishu says to one that cannot be. */
class StartTest {

  private static final String QUERY = "?employee_type=employee_id";
  private static final String GOOD =
      """
      {"user_id":"late.li","remedy_date":20210104,"punch_no":0,"work_type":1,\
      "remedy_time":"2021-01-04 09:05","reason":"忘记打卡"}""";

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00Z");
  private final FeishuSimulator feishu = FeishuSimulator.with().clock(clock).unlimited().start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void a_remedy_is_started_and_pending() throws Exception {
    HttpResponse<String> response = caller.post(Caller.START_PATH + QUERY, GOOD);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"code":0,"msg":"success","data":{"user_remedy":{"user_id":"late.li",\
            "remedy_date":20210104,"punch_no":0,"work_type":1,\
            "approval_id":"7391250684031475713","remedy_time":"2021-01-04 09:05","status":0,\
            "reason":"忘记打卡","time":"-","time_zone":"-","create_time":"-",\
            "update_time":"-"}}}""");
    Remedy remedy = feishu.remedies().get(0);
    assertThat(remedy.approvalId()).isEqualTo("7391250684031475713");
    assertThat(remedy.employee().employeeId()).isEqualTo("late.li");
    assertThat(remedy.day()).isEqualTo("2021-01-04");
    assertThat(remedy.punch().number()).isZero();
    assertThat(remedy.punch().workType()).isEqualTo(1);
    assertThat(remedy.time()).isEqualTo("2021-01-04T09:05");
    assertThat(remedy.reason()).isEqualTo("忘记打卡");
    assertThat(remedy.state()).isEqualTo(RemedyState.PENDING);
    assertThat(remedy.startedAt()).isEqualTo(remedy.changedAt()).isEqualTo(clock.instant());
  }

  @Test
  void equal_requests_start_remedies_of_their_own() throws Exception {
    var ids = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      ids.add(Caller.approvalId(caller.post(Caller.START_PATH + QUERY, GOOD)));
    }

    assertThat(ids).hasSize(3);
    assertThat(feishu.remedies())
        .extracting(Remedy::approvalId)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void an_id_that_is_read_as_a_double_is_another_one() throws Exception {
    long first = Long.parseLong(caller.started("lenient.qi", 20210104));
    long second = Long.parseLong(caller.started("lenient.qi", 20210104));

    assertThat(Long.toString(first)).hasSize(19);
    assertThat((long) (double) first).isNotEqualTo(first);
    assertThat((double) second).isEqualTo((double) first);
  }

  @Test
  void the_answer_has_the_id_that_was_asked_with() throws Exception {
    HttpResponse<String> response =
        caller.post(
            Caller.START_PATH + "?employee_type=employee_no", GOOD.replace("late.li", "001"));

    assertThat(Caller.json(response).path("data").path("user_remedy").path("user_id").textValue())
        .isEqualTo("001");
    assertThat(feishu.remedies().get(0).employee().employeeId()).isEqualTo("late.li");
  }

  @Test
  void a_free_shift_has_neither_number_nor_type() throws Exception {
    HttpResponse<String> response = caller.start("free.wu", 20210104, 0, 0, "2021-01-04 23:59");

    assertThat(Caller.json(response).path("data").path("user_remedy").path("work_type").intValue())
        .isZero();
    assertThat(feishu.remedies()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "late.li, 0, 1, 2021-01-04 08:00",
    "late.li, 0, 1, 2021-01-04 10:00",
    "split.sun, 1, 2, 2021-01-04 18:00",
    "night.zhou, 0, 2, 2021-01-05 06:30",
  })
  void the_window_of_a_slot_includes_its_ends(String id, int number, int type, String time)
      throws Exception {
    assertThat(Caller.code(caller.start(id, 20210104, number, type, time))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "late.li,    0, 1, 2021-01-04 07:59, remedy_time",
    "late.li,    0, 1, 2021-01-04 10:01, remedy_time",
    "late.li,    0, 1, 2021-01-05 09:00, remedy_time",
    "late.li,    1, 1, 2021-01-04 09:00, punch_no",
    "split.sun,  2, 1, 2021-01-04 09:00, punch_no",
    "late.li,    3, 1, 2021-01-04 09:00, punch_no",
    "late.li,   -1, 1, 2021-01-04 09:00, punch_no",
    "late.li,    0, 0, 2021-01-04 09:00, work_type",
    "late.li,    0, 3, 2021-01-04 09:00, work_type",
    "free.wu,    0, 1, 2021-01-04 09:00, work_type",
    "free.wu,    1, 0, 2021-01-04 09:00, punch_no",
  })
  void a_punch_or_a_time_that_the_day_does_not_have_is_invalid(
      String id, int number, int type, String time, String field) throws Exception {
    HttpResponse<String> response = caller.start(id, 20210104, number, type, time);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith(field + " invalid");
    assertThat(feishu.remedies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "faultless.zheng, 20210104, 400, 1226501",
    "spotless.feng,   20210104, 400, 1226501",
    "early.chen,      20210104, 400, 1226501", // comes in time, and leaves early
    "forbidden.chu,   20210104, 400, 1226502",
    "today.jiang,     20260301, 400, 1226503",
    "late.li,         20260303, 400, 1226503",
    "spent.shen,      20210104, 400, 1226504",
    "nobody.knows,    20210104, 400, 1220004",
    "left.yang,       20210104, 400, 1220004",
    "outside.han,     20210104, 400, 1220005",
    "tenantless.qin,  20210104, 400, 1220002",
    "groupless.you,   20210104, 400, 1220600",
    "broken.lu,       20210104, 500, 1225000",
  })
  void what_may_not_be_remedied_is_not_started(String id, int day, int status, int code)
      throws Exception {
    HttpResponse<String> response = caller.start(id, day);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Caller.code(response)).isEqualTo(code);
    assertThat(feishu.remedies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"user_id\":\"late.li\" | \"user_id\":7 | user_id",
        "\"user_id\":\"late.li\", | '' | user_id",
        "20210104 | \"20210104\" | remedy_date",
        "20210104 | 20210230 | remedy_date",
        "\"punch_no\":0, | '' | punch_no",
        "\"punch_no\":0 | \"punch_no\":\"0\" | punch_no",
        "\"work_type\":1 | \"work_type\":1.0 | work_type",
        "\"work_type\":1 | \"work_type\":4294967297 | work_type",
        "2021-01-04 09:05 | 2021-01-04 09:05:00 | remedy_time",
        "2021-01-04 09:05 | 2021-01-04T09:05 | remedy_time",
        "2021-01-04 09:05 | 2021-01-04 9:05 | remedy_time",
        "2021-01-04 09:05 | 2021-02-30 09:05 | remedy_time",
        "忘记打卡 | '' | reason",
        ",\"reason\":\"忘记打卡\" | '' | reason",
        "} | '' | body",
      })
  void a_body_of_the_wrong_shape_is_an_error_that_names_the_field(
      String part, String wrong, String field) throws Exception {
    HttpResponse<String> response =
        caller.post(Caller.START_PATH + QUERY, GOOD.replace(part, wrong));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith(field + " invalid");
    assertThat(feishu.remedies()).isEmpty();
  }

  @Test
  void the_employee_type_stands_in_the_query() throws Exception {
    HttpResponse<String> response = caller.post(Caller.START_PATH, GOOD);

    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).isEqualTo("employee_type invalid");
  }

  @Test
  void three_remedies_a_month_may_be_pending() throws Exception {
    for (int day = 20210104; day <= 20210106; day++) {
      assertThat(Caller.code(caller.start("late.li", day))).isZero();
    }

    assertThat(Caller.code(caller.start("late.li", 20210107))).isEqualTo(1226504);
    assertThat(Caller.code(caller.ask("late.li", 20210107))).isEqualTo(1226504);
    assertThat(Caller.code(caller.start("late.li", 20210201))).isZero();
    assertThat(Caller.code(caller.start("hurried.zhao", 20210107))).isZero();
  }

  @Test
  void every_simulator_begins_without_a_remedy() throws Exception {
    String id = caller.started("late.li", 20210104);

    try (var other = FeishuSimulator.with().clock(clock).start()) {
      assertThat(other.remedies()).isEmpty();
      assertThat(new Caller(other).started("late.li", 20210104)).isEqualTo(id);
    }
  }

  @Test
  void many_may_start_at_once_and_only_as_many_as_the_quota_has() throws Exception {
    HttpRequest request = caller.request(Caller.START_PATH + QUERY, GOOD).build();
    Callable<Integer> start = () -> Caller.code(caller.send(request));
    var pool = Executors.newFixedThreadPool(16);
    try {
      var codes = new ArrayList<Integer>();
      for (Future<Integer> code : pool.invokeAll(Collections.nCopies(40, start))) {
        codes.add(code.get());
      }

      assertThat(codes).containsOnly(0, 1226504).filteredOn(code -> code == 0).hasSize(3);
      assertThat(feishu.remedies()).hasSize(3);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void time_does_not_end_a_pending_remedy() throws Exception {
    caller.started("late.li", 20210104);

    clock.tick(Duration.ofDays(400));

    assertThat(feishu.remedies()).extracting(Remedy::state).containsExactly(RemedyState.PENDING);
  }
}
