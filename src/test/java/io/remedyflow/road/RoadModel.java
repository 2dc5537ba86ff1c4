package io.remedyflow.road;

import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/** A process that takes the whole road, as the element templates would put the tasks there. */
public final class RoadModel {

  public static final String KEY = "road";

  private RoadModel() {}

  /**
   * Find the employee of {@code email}, fetch, start for the first slot, report, fetch again, find
   * it.
   */
  public static BpmnModelInstance whole() {
    ServiceTaskBuilder find =
        task(Bpmn.createExecutableProcess(KEY).startEvent(), "find", "findEmployee")
            .camundaInputParameter("email", "${email}")
            .camundaOutputParameter("userId", "${userId}")
            .camundaOutputParameter("employeeStatus", "${employeeStatus}");
    ServiceTaskBuilder started = start(fetch(find, "fetch", ""), "start");
    ServiceTaskBuilder again = fetch(report(started, "report", "approve"), "again", "later_");
    return records(again, "records").endEvent("end").done();
  }

  /** Finds the approved remedies of the day. */
  private static ServiceTaskBuilder records(AbstractFlowNodeBuilder<?, ?> before, String id) {
    return task(before, id, "findRemedies")
        .camundaInputParameter("userId", "${userId}")
        .camundaInputParameter("from", "${remedyDate}")
        .camundaInputParameter("to", "${remedyDate}")
        .camundaInputParameter("states", "APPROVED")
        .camundaOutputParameter("findStatus", "${findStatus}")
        .camundaOutputParameter("remedyCount", "${remedyCount}");
  }

  static ServiceTaskBuilder fetch(AbstractFlowNodeBuilder<?, ?> before, String id, String prefix) {
    return about(task(before, id, "fetchAllowedRemedies"))
        .camundaOutputParameter(prefix + "remedyStatus", "${remedyStatus}")
        .camundaOutputParameter(prefix + "remedySlots", "${remedySlots}");
  }

  /** Starts the remedy of the punch in {@code punch} at {@code remedyTime}. */
  public static ServiceTaskBuilder start(AbstractFlowNodeBuilder<?, ?> before, String id) {
    return about(task(before, id, "startRemedyApproval"))
        .camundaInputParameter("punch", "${punch}")
        .camundaInputParameter("remedySlots", "${execution.getVariable('remedySlots')}")
        .camundaInputParameter("remedyTime", "${remedyTime}")
        .camundaInputParameter("reason", "${reason}")
        .camundaOutputParameter("remedyApprovalId", "${remedyApprovalId}")
        .camundaOutputParameter("approvalStatus", "${approvalStatus}")
        .camundaOutputParameter("approvalMessage", "${approvalMessage}");
  }

  /** Reports a decision about {@code remedyApprovalId}. */
  public static ServiceTaskBuilder report(
      AbstractFlowNodeBuilder<?, ?> before, String id, String decision) {
    return about(task(before, id, "reportRemedyDecision"))
        .camundaInputParameter("remedyApprovalId", "${remedyApprovalId}")
        .camundaInputParameter("decision", decision)
        .camundaOutputParameter("decisionStatus", "${decisionStatus}")
        .camundaOutputParameter("decisionMessage", "${decisionMessage}");
  }

  private static ServiceTaskBuilder about(ServiceTaskBuilder task) {
    return task.camundaInputParameter("userId", "${userId}")
        .camundaInputParameter("remedyDate", "${remedyDate}");
  }

  private static ServiceTaskBuilder task(
      AbstractFlowNodeBuilder<?, ?> before, String id, String bean) {
    return before.serviceTask(id).camundaAsyncBefore().camundaDelegateExpression("${" + bean + "}");
  }
}
