package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.simulator.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every way through the models of the gallery for one day. */
class GalleryTest {

  static final List<Path> FOLDERS =
      List.of(GalleryEngine.GALLERY, Path.of("bpmn", "zh-CN", "gallery"));

  private static final String YESTERDAY = "2026-11-19";

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
  @FieldSource("FOLDERS")
  void a_process_is_called_as_its_file(Path folder) {
    try (var other = new GalleryEngine()) {
      other.deployAll(folder);

      assertThat(other.engine().getRepositoryService().createProcessDefinitionQuery().list())
          .hasSize(10)
          .allSatisfy(
              process ->
                  assertThat(process.getResourceName()).isEqualTo(process.getKey() + ".bpmn"))
          .extracting(ProcessDefinition::getHistoryTimeToLive)
          .containsOnly(180);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "faultless.zheng, End_NotNeeded",
    "spotless.feng,   End_NotNeeded",
    "forbidden.chu,   End_NotAllowed",
    "today.jiang,     End_OutOfRange",
    "spent.shen,      End_QuotaUsedUp"
  })
  void branch_on_status_ends_at_once_where_feishu_says_no(String employee, String end) {
    assertThat(engine.end(run("branch-on-status", employee))).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "forgets.zhang, Task_ChoosePunch,     employees, End_PunchChosen",
    "left.yang,     Task_TellWhatIsWrong, managers,  End_RequestRefused",
    "outside.han,   Task_HandleOutage,    administrators, End_OutageHandled"
  })
  void branch_on_status_involves_a_person(String employee, String task, String group, String end) {
    String instance = run("branch-on-status", employee);

    assertThat(engine.candidates(instance)).isEqualTo(group);
    engine.complete(instance, task, Map.of());
    assertThat(engine.end(instance)).isEqualTo(end);
  }

  @Test
  void an_unknown_status_takes_the_default_flow() {
    String instance = start("branch-on-status", "forgets.zhang");
    engine
        .engine()
        .getRuntimeService()
        .createProcessInstanceModification(instance)
        .cancelAllForActivity("Task_FetchAllowedRemedies")
        .startBeforeActivity("Gateway_RemedyStatus")
        .setVariable("remedyStatus", "OF_A_LATER_VERSION")
        .execute();

    engine.complete(instance, "Task_HandleOutage", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_OutageHandled");
  }

  @ParameterizedTest
  @CsvSource({"errors-by-boundary-event", "reuse-by-call-activity"})
  void an_answer_takes_the_main_path(String process) {
    String instance = run(process, "forgets.zhang");

    assertThat(engine.variable(instance, "remedySlots").toString()).contains("\"0-1\"");
    engine.complete(instance, "Task_ChoosePunch", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_PunchChosen");
  }

  @ParameterizedTest
  @CsvSource({
    "errors-by-boundary-event, faultless.zheng",
    "errors-by-boundary-event, forbidden.chu",
    "errors-by-boundary-event, today.jiang",
    "errors-by-boundary-event, spent.shen",
    "reuse-by-call-activity, faultless.zheng",
    "reuse-by-call-activity, forbidden.chu",
    "reuse-by-call-activity, today.jiang",
    "reuse-by-call-activity, spent.shen"
  })
  void any_no_of_feishus_takes_the_default_flow(String process, String employee) {
    assertThat(engine.end(run(process, employee))).isEqualTo("End_RemedyRuledOut");
  }

  @Test
  void a_rejected_request_leaves_by_its_boundary_event_and_is_called_again() {
    String instance = run("errors-by-boundary-event", "left.yang");

    assertThat(engine.variable(instance, "remedyMessage").toString()).contains("does not exist");
    engine.complete(instance, "Task_CorrectRequest", Map.of("userId", "forgets.zhang"));
    engine.runJobs();

    engine.complete(instance, "Task_ChoosePunch", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_PunchChosen");
  }

  @ParameterizedTest
  @CsvSource({"errors-by-boundary-event", "reuse-by-call-activity"})
  void a_missing_answer_leaves_by_its_boundary_event(String process) {
    engine.feishu().onRemedies(Fault.answer(400, 1220005, "no permission"));
    String instance = run(process, "forgets.zhang");

    assertThat(engine.variable(instance, "remedyMessage").toString()).contains("permission");
    assertThat(engine.candidates(instance)).isEqualTo("administrators");
    engine.complete(instance, "Task_HandleOutage", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_OutageHandled");
  }

  @Test
  void the_caller_handles_a_denial_of_the_called_process_in_its_own_way() {
    String instance = run("reuse-by-call-activity", "left.yang");

    assertThat(engine.variable(instance, "remedyMessage").toString()).contains("does not exist");
    engine.complete(instance, "Task_TellWhatIsWrong", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_RequestRefused");
  }

  @Test
  void the_called_process_gets_the_kind_of_id_and_the_business_key() {
    String instance =
        engine
            .engine()
            .getRuntimeService()
            .startProcessInstanceByKey(
                "reuse-by-call-activity",
                "003/" + YESTERDAY,
                Map.of("userId", "003", "employeeType", "employee_no", "remedyDate", YESTERDAY))
            .getId();

    assertThat(
            engine
                .engine()
                .getRuntimeService()
                .createProcessInstanceQuery()
                .superProcessInstanceId(instance)
                .singleResult()
                .getBusinessKey())
        .isEqualTo("003/" + YESTERDAY);
    engine.runJobs();
    assertThat(engine.task(instance).getTaskDefinitionKey()).isEqualTo("Task_ChoosePunch");
  }

  @Test
  void a_caller_that_catches_nothing_gets_an_incident_and_loses_nothing() {
    String instance = start("ask-feishu", "left.yang");

    assertThatThrownBy(engine::runJobs).hasMessageContaining("FEISHU_REMEDY_REJECTED");

    assertThat(engine.engine().getRuntimeService().createIncidentQuery().singleResult())
        .satisfies(incident -> assertThat(incident.getProcessInstanceId()).isEqualTo(instance));
  }

  private static String run(String process, String employee) {
    return engine.run(process, variables(employee));
  }

  private static String start(String process, String employee) {
    return engine.start(process, variables(employee));
  }

  private static Map<String, Object> variables(String employee) {
    return Map.of("userId", employee, "remedyDate", YESTERDAY);
  }
}
