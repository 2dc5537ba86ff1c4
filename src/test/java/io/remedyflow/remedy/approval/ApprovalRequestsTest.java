package io.remedyflow.remedy.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked without Feishu. */
class ApprovalRequestsTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final LocalDate DAY = LocalDate.of(2024, 1, 5);
  private static final EmployeeId LI = employee("late.li");
  private static final Punch FIRST_ON = new Punch(0, WorkType.ON_DUTY);
  private static final String CLEF = "\uD834\uDD1E";

  @ParameterizedTest
  @ValueSource(strings = {"病", CLEF})
  @Provokes(FaultRow.I7)
  void a_reason_has_one_to_five_hundred_characters(String character) {
    assertThat(reason(character).reason()).isEqualTo(character);
    assertThat(reason(character.repeat(500)).reason()).isEqualTo(character.repeat(500));

    var rejection = rejection(() -> reason(character.repeat(501)));

    assertThat(rejection.explanation().en())
        .isEqualTo("The reason has 501 characters, more than 500. Shorten it.");
    assertThat(rejection.explanation().zhCn()).contains("501").contains("500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "\u3000"})
  void an_empty_reason_is_rejected(String reason) {
    var rejection = rejection(() -> reason(reason));

    assertThat(rejection.explanation().en()).startsWith("The reason is empty.");
    assertThat(rejection.explanation().zhCn()).startsWith("补卡原因为空");
  }

  @Test
  void blanks_around_a_reason_do_not_count() {
    assertThat(reason("\n " + "x".repeat(500) + " \u3000").reason()).isEqualTo("x".repeat(500));
  }

  @Test
  void seconds_are_cut_off() {
    assertThat(at(DAY.atTime(9, 0, 59, 999_999_999)).remedyTime()).isEqualTo(DAY.atTime(9, 0));
    assertThat(at(DAY.atTime(9, 0, 1))).isEqualTo(at(DAY.atTime(9, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-04T00:00", "2024-01-05T00:00", "2024-01-06T23:59"})
  void a_time_of_the_day_before_or_after_belongs_to_the_day(LocalDateTime time) {
    assertThat(at(time).remedyTime()).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-03T23:59", "2024-01-07T00:00", "2023-01-05T09:00"})
  void a_time_two_days_off_is_rejected_and_named(LocalDateTime time) {
    var rejection = rejection(() -> at(time));

    assertThat(rejection.explanation().en())
        .contains(time.toString(), "does not belong to the attendance day 2024-01-05");
    assertThat(rejection.explanation().zhCn()).contains("不属于考勤日期 2024-01-05");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0999-12-31", "+10000-01-01", "-0001-01-01"})
  @Provokes(FaultRow.I3)
  void a_day_without_a_year_of_four_digits_is_rejected(LocalDate day) {
    assertThat(
            rejection(() -> new StartRequest(LI, day, FIRST_ON, day.atTime(9, 0), "x", SHANGHAI))
                .explanation()
                .en())
        .contains("no four-digit year");
    assertThat(
            rejection(() -> new DecisionRequest("7", Decision.APPROVE, LI, day, SHANGHAI))
                .explanation()
                .zhCn())
        .contains("年份不是四位数");
    assertThat(rejection(() -> records(List.of(LI), day, day)).explanation().en())
        .startsWith("The first day has no four-digit year.");
  }

  @Test
  void neither_employee_nor_reason_is_shown() {
    assertThat(reason("肚子疼").toString()).doesNotContain("late.li", "肚子疼");
    assertThat(reason("x").subject()).isEqualTo("late.li");
    assertThat(reason("x").maskedSubject()).isEqualTo("la***");
    assertThat(new DecisionRequest("7", Decision.APPROVE, LI, DAY, SHANGHAI).toString())
        .doesNotContain("late.li");
    assertThat(records(List.of(LI), DAY, DAY).toString()).doesNotContain("late.li");
    assertThat(new RemedyRecord("late.li", DAY, FIRST_ON, null, null, "7", "肚子疼", null).toString())
        .doesNotContain("late.li", "肚子疼");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "7320000000000000001", "AbC-9_z", "x"})
  void an_approval_id_is_kept_as_it_is(String id) {
    assertThat(new DecisionRequest(id, Decision.REJECT, LI, DAY, SHANGHAI).approvalId())
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "7 3", " 7", "7\n", "7.32E18", "7,320", "審", "７", "\"7\"", "7/../8"})
  void an_id_that_no_start_has_answered_is_rejected(String id) {
    var rejection = rejection(() -> new DecisionRequest(id, Decision.REJECT, LI, DAY, SHANGHAI));

    assertThat(rejection.explanation().en()).contains("remedyApprovalId");
    assertThat(rejection.explanation().zhCn()).startsWith("审批 ID 无效");
  }

  @Test
  void an_approval_id_has_sixty_four_characters_at_most() {
    String id = "7".repeat(64);

    assertThat(new DecisionRequest(id, Decision.REJECT, LI, DAY, SHANGHAI).approvalId())
        .isEqualTo(id);
    assertThat(rejection(() -> new DecisionRequest(id + "7", Decision.REJECT, LI, DAY, SHANGHAI)))
        .isNotNull();
  }

  @Test
  void fifty_employees_are_allowed_and_one_more_is_not() {
    assertThat(records(employees(50), DAY, DAY).employees()).hasSize(50);

    var rejection = rejection(() -> records(employees(51), DAY, DAY));

    assertThat(rejection.explanation().en()).contains("51 employees, more than the 50");
    assertThat(rejection.explanation().zhCn()).contains("51 名员工").contains("50 名");
  }

  @Test
  void an_employee_named_twice_counts_once() {
    var fifty = new ArrayList<>(employees(50));
    fifty.addAll(employees(50));

    assertThat(records(fifty, DAY, DAY).employees()).isEqualTo(employees(50));
  }

  @Test
  void a_search_for_no_employee_is_rejected() {
    var rejection = rejection(() -> records(List.of(), DAY, DAY));

    assertThat(rejection.explanation().en()).startsWith("There is no employee to search for.");
    assertThat(rejection.explanation().zhCn()).startsWith("没有要查询的员工");
  }

  @Test
  void days_in_reverse_are_rejected_and_named() {
    var rejection = rejection(() -> records(List.of(LI), DAY, DAY.minusDays(1)));

    assertThat(rejection.explanation().en())
        .contains("The last day 2024-01-04 is before the first day 2024-01-05");
    assertThat(rejection.explanation().zhCn()).contains("结束日期 2024-01-04 早于开始日期 2024-01-05");
  }

  @Test
  void states_are_in_feishus_order() {
    var states = Set.of(RemedyState.WITHDRAWN, RemedyState.PENDING, RemedyState.APPROVED);

    assertThat(new RecordsQuery(List.of(LI), DAY, DAY, states, SHANGHAI).orderedStates())
        .containsExactly(RemedyState.PENDING, RemedyState.APPROVED, RemedyState.WITHDRAWN);
  }

  @Test
  void a_search_for_no_state_or_with_ids_of_two_types_is_a_programmers_mistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecordsQuery(List.of(LI), DAY, DAY, Set.of(), SHANGHAI));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> records(List.of(LI, new EmployeeId(EmployeeType.EMPLOYEE_NO, "7")), DAY, DAY));
    assertThatIllegalArgumentException().isThrownBy(() -> new Punch(-1, WorkType.ON_DUTY));
  }

  @ParameterizedTest
  @EnumSource(RemedyState.class)
  void a_state_has_feishus_number(RemedyState state) {
    assertThat(RemedyState.of(state.number())).contains(state);
    assertThat(RemedyState.of(5)).isEmpty();
    assertThat(RemedyState.of(-1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "approve, APPROVE, 2, PENDING",
    "reject, REJECT, 1, PENDING",
    "revoke, REVOKE, 4, APPROVED"
  })
  void a_decision_has_a_word_a_number_and_a_state_from_which_it_is_possible(
      String word, Decision decision, int number, RemedyState from) {
    assertThat(Decision.of(word)).contains(decision);
    assertThat(Decision.of(word.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(decision.number()).isEqualTo(number);
    assertThat(decision.from()).isEqualTo(from);
    assertThat(decision.isIn(from)).isFalse();
  }

  private static StartRequest reason(String reason) {
    return new StartRequest(LI, DAY, FIRST_ON, DAY.atTime(9, 0), reason, SHANGHAI);
  }

  private static StartRequest at(LocalDateTime time) {
    return new StartRequest(LI, DAY, FIRST_ON, time, "x", SHANGHAI);
  }

  private static RecordsQuery records(List<EmployeeId> employees, LocalDate from, LocalDate to) {
    return new RecordsQuery(employees, from, to, EnumSet.allOf(RemedyState.class), SHANGHAI);
  }

  private static List<EmployeeId> employees(int number) {
    return IntStream.range(0, number).mapToObj(n -> employee("e" + n)).toList();
  }

  private static EmployeeId employee(String id) {
    return new EmployeeId(EmployeeType.EMPLOYEE_ID, id);
  }

  private static RequestRejectedException rejection(ThrowingCallable call) {
    return catchThrowableOfType(RequestRejectedException.class, call);
  }
}
