package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.company.Wish;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way through the models of the gallery for the tasks before and after the fetch. */
class GalleryOfTheRoadTest {

  private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 19);

  private static final String EMPLOYEE = "forgets.zhang";

  /** EMPLOYEE forgot this one. */
  private static final String CLOCK_IN = "0-1";

  private static final LocalTime IN_TIME = LocalTime.of(9, 0);

  private static GalleryEngine engine;

  @BeforeAll
  static void deploy() {
    engine = new GalleryEngine();
    engine.deployAll(GalleryEngine.GALLERY);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void forget_what_happened() {
    engine.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "email,  forgets.zhang@example.com",
    "email,  Forgets.Zhang@Example.com",
    "mobile, 13000000003",
    "mobile, +86 130 0000 0003"
  })
  void an_employee_is_found_by_either_address(String kind, String address) {
    String instance = engine.run("find-employee", Map.of(kind, address));

    assertThat(engine.end(instance)).isEqualTo("End_EmployeeFound");
    assertThat(last(instance, "userId")).isEqualTo(EMPLOYEE);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, nobody@example.com",
    "NOT_FOUND, mailbox.hua@mail.example.com",
    "INACTIVE,  frozen.cao@example.com",
    "REJECTED,  no address at all"
  })
  void without_an_employee_the_person_corrects_the_address(String status, String address) {
    String instance = engine.run("find-employee", Map.of("email", address));

    assertThat(engine.variable(instance, "employeeStatus")).isEqualTo(status);
    assertThat(engine.variable(instance, "employeeMessage")).asString().isNotBlank();
    assertThat(engine.candidates(instance)).isEqualTo("employees");
    engine.complete(instance, "Task_CorrectAddress", Map.of("email", "", "mobile", "13000000003"));
    engine.runJobs();
    assertThat(engine.end(instance)).isEqualTo("End_EmployeeFound");
    assertThat(last(instance, "userId")).isEqualTo(EMPLOYEE);
  }

  @Test
  void a_started_approval_waits_for_the_manager() {
    String instance = engine.run("start-approval", chosen(IN_TIME));

    assertThat(engine.candidates(instance)).isEqualTo("managers");
    assertThat(engine.variable(instance, "remedyApprovalId")).isEqualTo(remedy().approvalId());
    engine.complete(instance, "Task_DecideRemedy", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_RemedyDecided");
    assertThat(remedy().state()).isEqualTo(RemedyState.PENDING);
  }

  @Test
  void an_equal_approval_that_is_pending_waits_for_the_manager_and_is_not_started_again() {
    Remedy pending = remedyInFeishu();

    String instance = engine.run("start-approval", chosen(IN_TIME));

    assertThat(engine.variable(instance, "approvalStatus")).isEqualTo("ALREADY_PENDING");
    assertThat(engine.variable(instance, "remedyApprovalId")).isEqualTo(pending.approvalId());
    engine.complete(instance, "Task_DecideRemedy", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_RemedyDecided");
    assertThat(engine.feishu().startRequests()).isEmpty();
  }

  @Test
  void an_equal_approval_that_is_approved_ends_at_once() {
    Map<String, Object> variables = chosen(IN_TIME);
    engine.feishu().approve(remedyInFeishu().approvalId());

    String instance = engine.run("start-approval", variables);

    assertThat(engine.end(instance)).isEqualTo("End_AlreadyApproved");
    assertThat(engine.feishu().startRequests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "faultless.zheng, NOT_NEEDED",
    "forbidden.chu,   NOT_ALLOWED",
    "today.jiang,     OUT_OF_RANGE",
    "spent.shen,      QUOTA_USED_UP"
  })
  void what_has_changed_since_the_fetch_is_explained(String employee, String status) {
    Map<String, Object> variables = chosen(IN_TIME);
    variables.put("userId", employee);
    variables.remove("remedySlots");

    assertThatTheEmployeeReadsWhy(engine.run("start-approval", variables), status);
  }

  @Test
  void a_time_outside_of_the_window_is_explained_before_anything_is_sent() {
    Map<String, Object> variables = chosen(LocalTime.of(23, 0));
    engine.feishu().clearRequests();

    assertThatTheEmployeeReadsWhy(engine.run("start-approval", variables), "REJECTED");

    assertThat(engine.feishu().requests()).isEmpty();
  }

  /** Of another employee: the plugin remembers for a while what it has started. */
  @Test
  void a_start_without_an_answer_is_an_incident() {
    Map<String, Object> variables = chosen(IN_TIME);
    variables.put("userId", "late.li");
    variables.remove("remedySlots");
    engine.feishu().onStart(Fault.answer(400, 1220005, "no permission"));
    String instance = engine.start("start-approval", variables);

    assertThatThrownBy(engine::runJobs).hasMessageContaining("permission");

    assertThat(
            engine
                .engine()
                .getRuntimeService()
                .createIncidentQuery()
                .processInstanceId(instance)
                .count())
        .isEqualTo(1);
    assertThat(engine.feishu().remedies()).isEmpty();
  }

  @Test
  void an_approval_that_stands_corrects_the_attendance() {
    String instance = decided(remedyInFeishu(), true);

    assertThat(remedy().state()).isEqualTo(RemedyState.PASSED);
    engine.complete(instance, "Task_ReviewApproval", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_decision_that_feishu_has_already_is_as_good() {
    Remedy remedy = remedyInFeishu();
    engine.feishu().approve(remedy.approvalId());

    String instance = decided(remedy, true);

    assertThat(engine.variable(instance, "decisionStatus")).isEqualTo("ALREADY_REPORTED");
    engine.complete(instance, "Task_ReviewApproval", Map.of("takeBack", false));
    assertThat(engine.end(instance)).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_rejection_is_reported() {
    String instance = decided(remedyInFeishu(), false);

    assertThat(engine.end(instance)).isEqualTo("End_RemedyRejected");
    assertThat(remedy().state()).isEqualTo(RemedyState.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_remedy_that_is_cancelled_meanwhile_is_settled_by_a_person(boolean approved) {
    Remedy remedy = remedyInFeishu();
    engine.feishu().cancel(remedy.approvalId());

    String instance = decided(remedy, approved);

    assertThat(engine.variable(instance, "decisionStatus")).isEqualTo("CONFLICT");
    assertThat(engine.variable(instance, "decisionMessage")).asString().isNotBlank();
    assertThatAPersonSettles(instance);
  }

  @Test
  void an_approval_is_taken_back_by_a_job_of_its_own() {
    String instance = decided(remedyInFeishu(), true);

    engine.complete(instance, "Task_ReviewApproval", Map.of("takeBack", true));
    assertThat(job(instance, "Task_RevokeRemedy").getRetries()).isPositive();
    assertThat(remedy().state()).isEqualTo(RemedyState.PASSED);
    engine.runJobs();

    assertThat(engine.end(instance)).isEqualTo("End_ApprovalTakenBack");
    assertThat(remedy().state()).isEqualTo(RemedyState.WITHDRAWN);
  }

  @Test
  void an_approval_that_is_withdrawn_in_feishu_is_taken_back_already() {
    String instance = decided(remedyInFeishu(), true);
    engine.feishu().withdraw(remedy().approvalId());

    engine.complete(instance, "Task_ReviewApproval", Map.of("takeBack", true));
    engine.runJobs();

    assertThat(last(instance, "decisionStatus")).isEqualTo("ALREADY_REPORTED");
    assertThat(engine.end(instance)).isEqualTo("End_ApprovalTakenBack");
  }

  /** The simulated Feishu takes every approval back. */
  @Test
  void an_approval_that_is_not_taken_back_is_settled_by_a_person() {
    String instance = decided(remedyInFeishu(), true);
    engine
        .engine()
        .getRuntimeService()
        .createProcessInstanceModification(instance)
        .cancelAllForActivity("Task_ReviewApproval")
        .startBeforeActivity("Gateway_Revoked")
        .setVariable("decisionStatus", "CONFLICT")
        .execute();

    assertThatAPersonSettles(instance);
  }

  @Test
  void an_approved_remedy_ends_the_watch() {
    engine.feishu().approve(remedyInFeishu().approvalId());

    assertThat(engine.end(watch(EMPLOYEE))).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_watch_looks_again_after_a_day_each_time() {
    Remedy pending = remedyInFeishu();
    String instance = watch(EMPLOYEE);
    assertThat(engine.task(instance)).isNull();
    assertThatIsDueIn(job(instance, "Event_OneDayLater"), Duration.ofDays(1));

    nextDay(instance);
    engine.feishu().approve(pending.approvalId());
    nextDay(instance);

    assertThat(engine.end(instance)).isEqualTo("End_RemedyApproved");
    assertThat(engine.feishu().remedyRecordRequests()).hasSize(3);
  }

  @Test
  void a_watch_is_over_after_two_weeks() {
    String instance = watch(EMPLOYEE);
    Job twoWeeks = job(instance, "Event_TwoWeeksOver");
    assertThatIsDueIn(twoWeeks, Duration.ofDays(14));

    engine.run(twoWeeks);

    assertThat(engine.candidates(instance)).isEqualTo("managers");
    engine.complete(instance, "Task_FollowUp", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_FollowedUp");
  }

  @Test
  void a_watch_of_an_unknown_employee_is_corrected() {
    engine.feishu().approve(remedyInFeishu().approvalId());
    String instance = watch("left.yang");

    assertThat(engine.variable(instance, "findMessage")).asString().isNotBlank();
    assertThat(engine.candidates(instance)).isEqualTo("administrators");
    engine.complete(instance, "Task_CorrectRequest", Map.of("userId", EMPLOYEE));
    engine.runJobs();
    assertThat(engine.end(instance)).isEqualTo("End_RemedyApproved");
  }

  private static void assertThatTheEmployeeReadsWhy(String instance, String status) {
    assertThat(engine.variable(instance, "approvalStatus")).isEqualTo(status);
    assertThat(engine.variable(instance, "approvalMessage")).asString().isNotBlank();
    assertThat(engine.candidates(instance)).isEqualTo("employees");
    engine.complete(instance, "Task_ReadExplanation", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_NotStarted");
    assertThat(engine.feishu().remedies()).isEmpty();
  }

  private static void assertThatAPersonSettles(String instance) {
    assertThat(engine.candidates(instance)).isEqualTo("administrators");
    engine.complete(instance, "Task_SettleConflict", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_ConflictSettled");
  }

  private static void assertThatIsDueIn(Job timer, Duration time) {
    assertThat(timer.getDuedate().toInstant())
        .isBetween(Instant.now().plus(time).minusSeconds(60), Instant.now().plus(time));
  }

  /** What a process knows after the fetch, once the employee has chosen. */
  private static Map<String, Object> chosen(LocalTime time) {
    Map<String, Object> variables = new HashMap<>(dayOf(EMPLOYEE));
    String fetched = engine.run("branch-on-status", variables);
    variables.put("remedySlots", engine.variable(fetched, "remedySlots"));
    variables.put("chosenSlot", CLOCK_IN);
    variables.put("remedyTime", YESTERDAY.atTime(time).toString());
    variables.put("reason", "The badge stayed at home");
    return variables;
  }

  private static String decided(Remedy remedy, boolean approved) {
    Map<String, Object> variables = new HashMap<>(dayOf(EMPLOYEE));
    variables.put("remedyApprovalId", remedy.approvalId());
    String instance = engine.run("report-decision", variables);
    assertThat(engine.candidates(instance)).isEqualTo("managers");
    engine.complete(instance, "Task_DecideRemedy", Map.of("approved", approved));
    engine.runJobs();
    return instance;
  }

  private static String watch(String employee) {
    return engine.run("watch-remedies", dayOf(employee));
  }

  private static void nextDay(String instance) {
    engine.run(job(instance, "Event_OneDayLater"));
    engine.runJobs();
  }

  private static Map<String, Object> dayOf(String employee) {
    return Map.of("userId", employee, "remedyDate", YESTERDAY.toString());
  }

  private static Remedy remedyInFeishu() {
    return engine
        .feishu()
        .startRemedy(
            EMPLOYEE, new Wish(YESTERDAY, 0, 1, YESTERDAY.atTime(IN_TIME), "The badge stayed"));
  }

  /** The only one, as it stands now. */
  private static Remedy remedy() {
    assertThat(engine.feishu().remedies()).hasSize(1);
    return engine.feishu().remedies().get(0);
  }

  private static Job job(String instance, String activity) {
    return engine
        .engine()
        .getManagementService()
        .createJobQuery()
        .processInstanceId(instance)
        .activityId(activity)
        .singleResult();
  }

  private static Object last(String instance, String variable) {
    return engine
        .engine()
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .variableName(variable)
        .activityInstanceIdIn(instance)
        .singleResult()
        .getValue();
  }
}
