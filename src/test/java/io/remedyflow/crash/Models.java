package io.remedyflow.crash;

import static io.remedyflow.camunda.TaskEngine.OUTPUTS;

import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/** Models with the task as the element template would put it there. */
final class Models {

  private Models() {}

  /** The task in a job of its own, for the employee of the variable {@code userId}. */
  static ServiceTaskBuilder fetch(AbstractFlowNodeBuilder<?, ?> before, String id) {
    return fetch(before, id, "");
  }

  /** The same, with process variables whose names begin so. */
  static ServiceTaskBuilder fetch(AbstractFlowNodeBuilder<?, ?> before, String id, String prefix) {
    ServiceTaskBuilder task =
        before
            .serviceTask(id)
            .camundaAsyncBefore()
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "${userId}")
            .camundaInputParameter("remedyDate", "20240105");
    OUTPUTS.forEach(output -> task.camundaOutputParameter(prefix + output, "${" + output + "}"));
    return task;
  }

  /** That model, with the task's retry cycle as designers set it. */
  static String withCycle(BpmnModelInstance model, String cycle) {
    return Bpmn.convertToString(model)
        .replace(
            "<camunda:inputOutput>",
            "<camunda:properties><camunda:property name=\"io.remedyflow.retryCycle\" value=\"%s\"/></camunda:properties><camunda:inputOutput>"
                .formatted(cycle));
  }
}
