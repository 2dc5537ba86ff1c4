package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.fetch;
import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.process;
import static io.remedyflow.camunda.TaskEngine.withOutputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.TaskEngine.Failure;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.camunda.tasks.RemedyErrors;
import io.remedyflow.camunda.tasks.RemedyVariables;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the process after each way out of the task. */
class TaskOutputsTest {

  private static final Way AVAILABLE = new Way("AVAILABLE", TaskEngine::aSlot, 1, 0, null, "log-1");
  private static final Way UNAVAILABLE = unavailable(false);
  private static final Way UNAVAILABLE_AFTER_THE_LAST_ATTEMPT = unavailable(true);
  private static final Way REJECTED_BY_FEISHU =
      new Way(
          "REJECTED",
          query -> {
            throw new RequestRejectedException(
                new BilingualText("No such user.", "没有此用户。"), 1220001, "log-3");
          },
          0,
          1220001,
          "No such user.",
          "log-3");
  private static final Way REJECTED_HERE =
      new Way(
          "REJECTED",
          query -> {
            throw new RequestRejectedException(new BilingualText("Nonsense.", "无效。"));
          },
          0,
          null,
          "Nonsense.",
          null);

  /** A way out, and what it leaves behind. */
  private record Way(
      String status,
      Function<RemedyQuery, RemedyOutcome> feishu,
      int slots,
      @Nullable Integer code,
      @Nullable String message,
      @Nullable String logId) {

    @Override
    public String toString() {
      return status + " " + code;
    }
  }

  static Stream<Way> answers() {
    return Stream.of(
        AVAILABLE,
        denied(DenialReason.NOT_NEEDED, 1226501),
        denied(DenialReason.NOT_NEEDED, 0),
        denied(DenialReason.NOT_ALLOWED, 1226502),
        denied(DenialReason.OUT_OF_RANGE, 1226503),
        denied(DenialReason.QUOTA_USED_UP, 1226504));
  }

  static Stream<Way> faults() {
    return Stream.of(
        REJECTED_BY_FEISHU, REJECTED_HERE, UNAVAILABLE, UNAVAILABLE_AFTER_THE_LAST_ATTEMPT);
  }

  private static Way unavailable(boolean retryable) {
    return new Way(
        "UNAVAILABLE",
        query -> {
          throw new Failure(retryable);
        },
        0,
        1225000,
        "Feishu is away. Wait.",
        "log-9");
  }

  private static Way denied(DenialReason reason, int code) {
    return new Way(
        reason.name(),
        query -> new RemedyOutcome.Denied(reason, code, new BilingualText("No.", "不。"), "log-2"),
        0,
        code,
        "No.",
        "log-2");
  }

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  @ParameterizedTest
  @MethodSource({"answers", "faults"})
  void every_way_writes_all_six_outputs(Way way) throws Exception {
    engine.feishuSays(way.feishu);

    var instance = start(inputs("onRejection", "continue", "onFailure", "continue"));

    assertThat(engine.isAt(instance, "after")).isTrue();
    assertOutputs(instance, way);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void all_six_outputs_are_there_behind_a_boundary_event(Way way) throws Exception {
    engine.feishuSays(way.feishu);

    var instance = start(inputs("onRejection", "bpmnError", "onFailure", "bpmnError"));

    assertThat(engine.isAt(instance, "caught")).isTrue();
    assertOutputs(instance, way);
  }

  @Test
  void messages_and_labels_are_in_the_language_of_the_connection() throws Exception {
    engine.feishuSays(UNAVAILABLE.feishu);
    var failed = start(inputs("feishuConnection", "chinese", "onFailure", "continue"));
    engine.feishuSays(TaskEngine::aSlot);
    var available = engine.start(Map.of());

    assertThat(engine.variable(failed, "remedyMessage")).isEqualTo("飞书不可用。请稍候。");
    assertThat(slots(available).getValueSerialized()).contains("第 1 次上班打卡");
  }

  @Test
  void only_mapped_names_reach_the_process() {
    var model =
        fetch(process("p"), "fetch", inputs())
            .camundaOutputParameter("verdict", "${remedyStatus}")
            .userTask("after")
            .done();

    var instance = engine.start(model, Map.of());

    assertThat(engine.engine().getRuntimeService().getVariables(instance.getId()))
        .containsExactly(entry("verdict", "AVAILABLE"));
  }

  @Test
  void without_output_parameters_nothing_reaches_the_process() {
    var model = fetch(process("p"), "fetch", inputs()).userTask("after").done();

    var instance = engine.start(model, Map.of());

    assertThat(engine.engine().getRuntimeService().getVariables(instance.getId())).isEmpty();
  }

  @Test
  void a_task_without_any_mapping_leaves_its_outputs_in_the_process() {
    var model = fetch(process("p"), "fetch", Map.of()).userTask("after").done();

    var instance = engine.start(model, Map.of("userId", "7", "remedyDate", "20210104"));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
  }

  @Test
  void a_second_answer_replaces_the_first_one_whole() throws Exception {
    var task =
        withOutputs(fetch(process("p"), "first", inputs("onFailure", "continue")))
            .userTask("between");
    var model =
        withOutputs(fetch(task, "second", inputs("onFailure", "continue")))
            .userTask("after")
            .done();
    engine.feishuSays(UNAVAILABLE.feishu);
    var instance = engine.start(model, Map.of());
    engine.feishuSays(TaskEngine::aSlot);

    engine
        .engine()
        .getTaskService()
        .complete(engine.engine().getTaskService().createTaskQuery().singleResult().getId());

    assertOutputs(instance, AVAILABLE);
  }

  @Test
  void many_slots_are_no_problem() {
    engine.feishuSays(
        query ->
            new RemedyOutcome.Available(
                Stream.generate(() -> TaskEngine.slot("7", query.remedyDate())).limit(200).toList(),
                null));

    var instance = start(inputs());

    assertThat(engine.variable(instance, "remedySlotCount")).isEqualTo(200);
  }

  @Test
  void a_gateway_and_a_script_read_the_slots_without_more_ado() {
    var model =
        withOutputs(fetch(process("p"), "fetch", inputs()))
            .exclusiveGateway()
            .condition("one", "${remedySlotCount == 1 && remedySlots.elements().size() == 1}")
            .userTask("one")
            .moveToLastGateway()
            .condition("other", "${remedySlotCount != 1}")
            .userTask("other")
            .done();

    var instance = engine.start(model, Map.of());

    assertThat(engine.isAt(instance, "one")).isTrue();
  }

  private static ProcessInstance start(Map<String, String> inputs) {
    var model =
        withOutputs(fetch(process("p"), "fetch", inputs))
            .userTask("after")
            .endEvent()
            .moveToActivity("fetch")
            .boundaryEvent("boundary")
            .error()
            .userTask("caught")
            .endEvent()
            .done();
    return engine.start(model, Map.of());
  }

  private static JsonValue slots(ProcessInstance instance) {
    return engine
        .engine()
        .getRuntimeService()
        .getVariableTyped(instance.getId(), "remedySlots", false);
  }

  private static void assertOutputs(ProcessInstance instance, Way way) throws Exception {
    Map<String, Object> values = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    for (VariableInstance variable :
        engine
            .engine()
            .getRuntimeService()
            .createVariableInstanceQuery()
            .processInstanceIdIn(instance.getId())
            .disableCustomObjectDeserialization()
            .list()) {
      types.put(variable.getName(), variable.getTypeName());
      if (!variable.getName().equals("remedySlots")) {
        values.put(variable.getName(), variable.getValue());
      }
    }
    Map<String, Object> expected = new HashMap<>();
    expected.put("remedyStatus", way.status);
    expected.put("remedySlotCount", way.slots);
    expected.put("remedyErrorCode", way.code);
    expected.put("remedyMessage", way.message);
    expected.put("feishuLogId", way.logId);
    assertThat(values).isEqualTo(expected);
    assertThat(types)
        .isEqualTo(
            Map.of(
                "remedyStatus",
                "string",
                "remedySlots",
                "json",
                "remedySlotCount",
                "integer",
                "remedyErrorCode",
                way.code == null ? "null" : "integer",
                "remedyMessage",
                way.message == null ? "null" : "string",
                "feishuLogId",
                way.logId == null ? "null" : "string"));
    var json = new ObjectMapper().readTree(slots(instance).getValueSerialized());
    assertThat(json.isArray()).isTrue();
    assertThat(json).hasSize(way.slots);
  }

  @Test
  void the_names_of_the_contract_are_what_models_were_written_against() {
    assertThat(
            List.of(
                CommonFields.FEISHU_CONNECTION,
                RemedyVariables.EMPLOYEE_TYPE,
                RemedyVariables.USER_ID,
                RemedyVariables.REMEDY_DATE,
                CommonFields.ON_REJECTION,
                CommonFields.ON_FAILURE))
        .containsExactly(
            "feishuConnection", "employeeType", "userId", "remedyDate", "onRejection", "onFailure");
    assertThat(
            List.of(
                RemedyVariables.REMEDY_STATUS,
                RemedyVariables.REMEDY_SLOTS,
                RemedyVariables.REMEDY_SLOT_COUNT,
                RemedyVariables.REMEDY_ERROR_CODE,
                RemedyVariables.REMEDY_MESSAGE,
                CommonFields.FEISHU_LOG_ID))
        .isEqualTo(TaskEngine.OUTPUTS);
    assertThat(List.of(RemedyErrors.REJECTED, RemedyErrors.UNAVAILABLE))
        .containsExactly("FEISHU_REMEDY_REJECTED", "FEISHU_REMEDY_UNAVAILABLE");
    assertThat(FetchAllowedRemedies.TASK.beanName()).isEqualTo("fetchAllowedRemedies");
  }
}
