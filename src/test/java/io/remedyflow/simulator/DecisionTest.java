package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.company.Wish;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision does to a remedy, and to the attendance that it is about. */
class DecisionTest {

  private static final int REJECT = 1;
  private static final int APPROVE = 2;
  private static final int REVOKE = 4;
  private static final int DAY = 20210104;

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00Z");
  private final FeishuSimulator feishu = FeishuSimulator.with().clock(clock).start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void an_approval_is_told_with_the_state_that_it_leads_to() throws Exception {
    String id = caller.started("late.li", DAY);
    clock.tick(Duration.ofMinutes(5));

    HttpResponse<String> response = caller.decide(id, APPROVE);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"code":0,"msg":"success","data":{"approval_info":{"approval_id":"%s",\
            "approval_type":"remedy","status":2}}}"""
                .formatted(id));
    assertThat(feishu.remedies())
        .singleElement()
        .returns(RemedyState.PASSED, Remedy::state)
        .returns(clock.instant(), Remedy::changedAt);
  }

  @ParameterizedTest
  @CsvSource({"1, REJECTED", "1 4, REJECTED", "2 4, WITHDRAWN", "4, PENDING", "2 4 2, WITHDRAWN"})
  void decisions_lead_from_one_state_to_the_next(String actions, RemedyState state)
      throws Exception {
    String id = caller.started("late.li", DAY);

    for (String action : actions.split(" ", -1)) {
      caller.decide(id, Integer.parseInt(action));
    }

    assertThat(feishu.remedies()).extracting(Remedy::state).containsExactly(state);
  }

  @ParameterizedTest
  @CsvSource({"'', 4", "1, 1", "1, 2", "1, 4", "2, 1", "2, 2", "2 4, 4", "2 4, 2", "2 4, 1"})
  void a_decision_that_comes_too_late_or_too_early_is_an_error(String before, int action)
      throws Exception {
    String id = caller.started("late.li", DAY);
    for (String earlier : before.isEmpty() ? new String[0] : before.split(" ", -1)) {
      assertThat(Caller.code(caller.decide(id, Integer.parseInt(earlier)))).isZero();
    }
    List<Remedy> unchanged = feishu.remedies();

    HttpResponse<String> response = caller.decide(id, action);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith("status invalid");
    assertThat(feishu.remedies()).isEqualTo(unchanged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"approval_id\":\"7391250684031475715\",\"approval_type\":\"remedy\",\"status\":2}"
            + "| approval_id",
        "{\"approval_id\":7391250684031475713,\"approval_type\":\"remedy\",\"status\":2}"
            + "| approval_id",
        "{\"approval_type\":\"remedy\",\"status\":2} | approval_id",
        "{\"approval_id\":\"7391250684031475713\",\"approval_type\":\"leave\",\"status\":4}"
            + "| approval_type",
        "{\"approval_id\":\"7391250684031475713\",\"status\":2} | approval_type",
        "{\"approval_id\":\"7391250684031475713\",\"approval_type\":\"remedy\",\"status\":0}"
            + "| status",
        "{\"approval_id\":\"7391250684031475713\",\"approval_type\":\"remedy\",\"status\":3}"
            + "| status",
        "{\"approval_id\":\"7391250684031475713\",\"approval_type\":\"remedy\",\"status\":\"2\"}"
            + "| status",
        "{\"approval_id\":\"7391250684031475713\",\"approval_type\":\"remedy\"} | status",
        "[] | body",
      })
  void a_body_of_the_wrong_shape_is_an_error_that_names_the_field(String body, String field)
      throws Exception {
    caller.started("late.li", DAY);

    HttpResponse<String> response = caller.post(Caller.DECISION_PATH, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Caller.code(response)).isEqualTo(1220001);
    assertThat(Caller.json(response).path("msg").asText()).startsWith(field + " invalid");
    assertThat(feishu.remedies()).extracting(Remedy::state).containsExactly(RemedyState.PENDING);
  }

  @Test
  void an_approved_remedy_puts_the_punch_right() throws Exception {
    String id = caller.started("late.li", DAY);
    assertThat(punches("late.li")).containsExactly("0 1");

    caller.decide(id, APPROVE);

    assertThat(Caller.code(caller.ask("late.li", DAY))).isEqualTo(1226501);
    assertThat(Caller.code(caller.start("late.li", DAY))).isEqualTo(1226501);
    assertThat(Caller.code(caller.ask("late.li", 20210105))).isZero();
    assertThat(Caller.code(caller.ask("hurried.zhao", DAY))).isZero();
  }

  @Test
  void what_else_is_wrong_that_day_stays_wrong() throws Exception {
    caller.decide(caller.started("absent.wang", DAY), APPROVE);

    assertThat(punches("absent.wang")).containsExactly("0 2");
  }

  @Test
  void a_free_shift_is_put_right_as_a_whole() throws Exception {
    String id = Caller.approvalId(caller.start("free.wu", DAY, 0, 0, "2021-01-04 12:00"));

    caller.decide(id, APPROVE);

    assertThat(Caller.code(caller.ask("free.wu", DAY))).isEqualTo(1226501);
  }

  @Test
  void a_rejected_remedy_leaves_the_day_and_the_quota_as_they_were() throws Exception {
    for (int i = 0; i < 4; i++) {
      caller.decide(caller.started("late.li", DAY), REJECT);
    }

    assertThat(punches("late.li")).containsExactly("0 1");
  }

  @Test
  void a_revoked_remedy_gives_back_the_punch_and_the_quota() throws Exception {
    for (int day = DAY; day < DAY + 3; day++) {
      caller.decide(caller.started("late.li", day), APPROVE);
    }
    assertThat(Caller.code(caller.ask("late.li", 20210120))).isEqualTo(1226504);

    caller.decide(feishu.remedies().get(0).approvalId(), REVOKE);

    assertThat(punches("late.li")).containsExactly("0 1");
    assertThat(Caller.code(caller.ask("late.li", 20210120))).isZero();
  }

  @Test
  void a_quota_that_is_used_up_is_told_after_a_day_without_need() throws Exception {
    for (int day = DAY; day < DAY + 3; day++) {
      caller.decide(caller.started("late.li", day), APPROVE);
    }

    assertThat(Caller.code(caller.ask("late.li", DAY))).isEqualTo(1226501);
  }

  @Test
  void a_group_without_a_limit_lets_everybody_start_as_many_as_they_like() throws Exception {
    for (int day = DAY; day < DAY + 10; day++) {
      assertThat(Caller.code(caller.decide(caller.started("lenient.qi", day), APPROVE))).isZero();
    }
  }

  @Test
  void people_decide_in_feishu_itself() throws Exception {
    String cancelled = caller.started("late.li", DAY);
    String rejected = caller.started("late.li", DAY);
    String withdrawn = caller.started("late.li", DAY);

    assertThat(feishu.cancel(cancelled).state()).isEqualTo(RemedyState.CANCELLED);
    assertThat(feishu.reject(rejected).state()).isEqualTo(RemedyState.REJECTED);
    assertThat(feishu.approve(withdrawn).state()).isEqualTo(RemedyState.PASSED);
    assertThat(feishu.withdraw(withdrawn).state()).isEqualTo(RemedyState.WITHDRAWN);

    assertThat(feishu.remedies())
        .extracting(Remedy::state)
        .containsExactly(RemedyState.CANCELLED, RemedyState.REJECTED, RemedyState.WITHDRAWN);
    assertThat(Caller.code(caller.decide(cancelled, APPROVE))).isEqualTo(1220001);
    assertThat(Caller.code(caller.decide(withdrawn, REVOKE))).isEqualTo(1220001);
    assertThat(feishu.decisionRequests()).hasSize(2);
  }

  @Test
  void people_start_remedies_in_feishu_itself() throws Exception {
    var wish =
        new Wish(LocalDate.of(2021, 1, 4), 0, 1, LocalDateTime.of(2021, 1, 4, 9, 0), "late train");

    Remedy remedy = feishu.startRemedy("late.li", wish);

    assertThat(feishu.remedies()).containsExactly(remedy);
    assertThat(Caller.code(caller.decide(remedy.approvalId(), APPROVE))).isZero();
    assertThatThrownBy(() -> feishu.startRemedy("late.li", wish))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1226501");
    assertThatThrownBy(() -> feishu.startRemedy("nobody.knows", wish))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void people_cannot_do_what_feishu_does_not_offer() throws Exception {
    String id = caller.started("late.li", DAY);

    assertThatThrownBy(() -> feishu.withdraw(id))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("state 0");
    assertThatThrownBy(() -> feishu.cancel("7")).isInstanceOf(IllegalStateException.class);
  }

  private List<String> punches(String employeeId) throws Exception {
    var slots = Caller.json(caller.ask(employeeId, DAY)).path("data").path("user_allowed_remedys");
    return StreamSupport.stream(slots.spliterator(), false)
        .map(slot -> slot.path("punch_no").asText() + " " + slot.path("work_type").asText())
        .toList();
  }
}
