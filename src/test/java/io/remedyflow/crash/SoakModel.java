package io.remedyflow.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/** The models of the soak, and where their instances may lawfully be in the end. */
enum SoakModel {
  /** So many retries that every outage ends in an answer. */
  PATIENT("R99/PT1S", "continue"),

  /** Two attempts, and on without an answer. */
  HASTY("R2/PT1S", "continue"),

  /** Two attempts, then a task for a person. */
  WATCHED("R2/PT1S", "incident");

  private static final Map<String, String> ANSWERS =
      new TreeMap<>(
          Map.of(
              "late.li", "AVAILABLE",
              "absent.wang", "AVAILABLE",
              "split.sun", "AVAILABLE",
              "free.wu", "AVAILABLE",
              "faultless.zheng", "NOT_NEEDED",
              "spotless.feng", "NOT_NEEDED",
              "forbidden.chu", "NOT_ALLOWED",
              "week.wei", "OUT_OF_RANGE",
              "spent.shen", "QUOTA_USED_UP"));

  private static final Set<String> REJECTED =
      Set.of("left.yang", "invalid.zhu", "groupless.you", "shiftless.kong");

  /** No retry mends these. */
  private static final Set<String> PERMANENT =
      Set.of("outside.han", "guarded.xu", "tenantless.qin");

  /** Retried for nothing. */
  private static final Set<String> BROKEN = Set.of("broken.lu", "locked.he");

  private final String cycle;
  private final String action;

  SoakModel(String cycle, String action) {
    this.cycle = cycle;
    this.action = action;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String cycle() {
    return cycle;
  }

  ServiceTaskBuilder apply(ServiceTaskBuilder task) {
    return task.camundaInputParameter("onRejection", action)
        .camundaInputParameter("onFailure", action);
  }

  /** In an order that depends on nothing. */
  List<String> employees() {
    List<String> employees = new ArrayList<>(ANSWERS.keySet());
    REJECTED.stream().sorted().forEach(employees::add);
    PERMANENT.stream().sorted().forEach(employees::add);
    if (this != PATIENT) {
      BROKEN.stream().sorted().forEach(employees::add);
    }
    return employees;
  }

  /** The statuses that an instance may end with. */
  Set<String> allowed(String employee) {
    String answer = ANSWERS.get(employee);
    return switch (this) {
      case PATIENT -> Set.of(answer != null ? answer : withoutAnswer(employee));
      case HASTY ->
          Set.of(
              "UNAVAILABLE",
              answer != null ? answer : REJECTED.contains(employee) ? "REJECTED" : "-");
      case WATCHED -> answer == null ? Set.of() : Set.of(answer);
    };
  }

  /** Whether only a change at Feishu can mend it. */
  boolean mayStayAnIncident(String employee) {
    return this == WATCHED && !ANSWERS.containsKey(employee);
  }

  private static String withoutAnswer(String employee) {
    return REJECTED.contains(employee) ? "REJECTED" : "UNAVAILABLE";
  }
}
