package io.remedyflow.camunda;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.camunda.tasks.FindEmployee;
import io.remedyflow.camunda.tasks.FindRemedies;
import io.remedyflow.camunda.tasks.ReportRemedyDecision;
import io.remedyflow.camunda.tasks.StartRemedyApproval;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.DecisionOutcome;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyRecords;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/**
 * A task of the catalogue with a valid request, and answers of Feishu.
 *
 * @param task the task
 * @param inputs the inputs of a valid request
 * @param masked how logs and incidents show whom it concerns
 * @param answers an answer for each status of the contract
 * @param silent the statuses without a message
 */
public record TaskSample(
    FeishuTask<?, ?> task,
    Map<String, Object> inputs,
    String masked,
    Map<String, Object> answers,
    List<String> silent) {

  static final LocalDate DAY = LocalDate.of(2021, 1, 4);

  /** What an explanation says, in both languages. */
  static final BilingualText EXPLAINED = new BilingualText("Because of this.", "原因如下。");

  private static final String LOG = "log-1";

  /** A value of an input is the process variable with this prefix. */
  private static final String PREFIX = "in_";

  /** One of each task of the catalogue. */
  static Stream<TaskSample> all() {
    List<TaskSample> samples =
        List.of(findEmployee(), fetchAllowedRemedies(), start(), report(), findRemedies());
    assertThat(samples).extracting(TaskSample::task).isEqualTo(FeishuTasks.ALL);
    return samples.stream();
  }

  static TaskSample findEmployee() {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("FOUND", new EmployeeOutcome.Found("abd754f7", LOG));
    answers.put("NOT_FOUND", new EmployeeOutcome.NotFound(EXPLAINED, LOG));
    answers.put("INACTIVE", new EmployeeOutcome.Inactive("abd754f7", EXPLAINED, LOG));
    return new TaskSample(
        FindEmployee.TASK,
        Map.of("email", "Li.Chi@Example.com"),
        "l***@example.com",
        answers,
        List.of("FOUND"));
  }

  static TaskSample fetchAllowedRemedies() {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put(
        "AVAILABLE", new RemedyOutcome.Available(List.of(TaskEngine.slot("abd754f7", DAY)), LOG));
    for (DenialReason reason : DenialReason.values()) {
      answers.put(reason.name(), new RemedyOutcome.Denied(reason, 1226501, EXPLAINED, LOG));
    }
    return new TaskSample(
        FetchAllowedRemedies.TASK,
        Map.of("userId", "abd754f7", "remedyDate", "2021-01-04"),
        "ab***",
        answers,
        List.of("AVAILABLE"));
  }

  static TaskSample start() {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (StartOutcome.Kind kind : StartOutcome.Kind.values()) {
      answers.put(kind.name(), new StartOutcome.Present("6953129324543180819", kind, LOG));
    }
    for (DenialReason reason : DenialReason.values()) {
      answers.put(reason.name(), new StartOutcome.Denied(reason, 1226501, EXPLAINED, LOG));
    }
    return new TaskSample(
        StartRemedyApproval.TASK,
        Map.of(
            "userId",
            "abd754f7",
            "remedyDate",
            "2021-01-04",
            "punch",
            "0-1",
            "remedyTime",
            "2021-01-04T09:00",
            "reason",
            "The badge stayed at home"),
        "ab***",
        answers,
        List.of("STARTED"));
  }

  static TaskSample report() {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("REPORTED", new DecisionOutcome.Reported(LOG));
    answers.put("ALREADY_REPORTED", new DecisionOutcome.AlreadyReported(LOG));
    answers.put(
        "CONFLICT", new DecisionOutcome.Conflict(RemedyState.REJECTED, 1226513, EXPLAINED, LOG));
    return new TaskSample(
        ReportRemedyDecision.TASK,
        Map.of(
            "remedyApprovalId",
            "6953129324543180819",
            "decision",
            "approve",
            "userId",
            "abd754f7",
            "remedyDate",
            "2021-01-04"),
        "ab***",
        answers,
        List.of("REPORTED", "ALREADY_REPORTED"));
  }

  static TaskSample findRemedies() {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("FOUND", new RemedyRecords(List.of(remedy()), LOG));
    answers.put("NONE", new RemedyRecords(List.of(), LOG));
    return new TaskSample(
        FindRemedies.TASK,
        Map.of("userId", "abd754f7, 000123", "from", "2021-01-04", "to", "20210131"),
        "ab***, 00***",
        answers,
        List.of("FOUND", "NONE"));
  }

  private static RemedyRecord remedy() {
    return new RemedyRecord(
        "abd754f7",
        DAY,
        new Punch(0, WorkType.ON_DUTY),
        DAY.atTime(9, 0),
        RemedyState.PENDING,
        "6953129324543180819",
        "The badge stayed at home",
        Instant.EPOCH);
  }

  TaskContract contract() {
    return task.contract();
  }

  /** The names of all outputs. */
  List<String> outputs() {
    return contract().results().all().stream().map(TaskOutput::name).toList();
  }

  String status() {
    return contract().results().status().name();
  }

  String message() {
    return contract().results().message().name();
  }

  /** Any answer. */
  Object answer() {
    return answers.values().iterator().next();
  }

  /** The task with all its outputs; each input takes the value that the instance is given. */
  ServiceTaskBuilder after(AbstractFlowNodeBuilder<?, ?> before) {
    ServiceTaskBuilder built =
        before.serviceTask("task").camundaDelegateExpression("${" + task.beanName() + "}");
    contract().fields().stream()
        .filter(field -> field.binding() == Binding.INPUT_PARAMETER)
        .map(TaskField::name)
        .forEach(
            name ->
                built.camundaInputParameter(
                    name, "${execution.getVariable('" + PREFIX + name + "')}"));
    outputs().forEach(name -> built.camundaOutputParameter(name, "${" + name + "}"));
    return built;
  }

  /** The variables of an instance with a valid request, and with these inputs changed. */
  Map<String, Object> variables(Object... changed) {
    Map<String, Object> variables = new HashMap<>();
    inputs.forEach((name, value) -> variables.put(PREFIX + name, value));
    for (int n = 0; n < changed.length; n += 2) {
      variables.put(PREFIX + changed[n], changed[n + 1]);
    }
    return variables;
  }

  /** The variables with both actions set to this one. */
  Map<String, Object> variablesWith(String action, String connection) {
    return variables(
        CommonFields.ON_REJECTION,
        action,
        CommonFields.ON_FAILURE,
        action,
        CommonFields.FEISHU_CONNECTION,
        connection);
  }

  @Override
  public String toString() {
    return task.beanName();
  }
}
