package io.remedyflow.designer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;

/** What a diagram says of its service tasks. */
final class ServiceTasks {

  private ServiceTasks() {}

  static List<ServiceTask> in(String xml) {
    var model =
        Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    return List.copyOf(model.getModelElementsByType(ServiceTask.class));
  }

  /** Everything that the template writes, by the name it has in the contract. */
  static Map<String, String> written(ServiceTask task) {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("delegateExpression", task.getCamundaDelegateExpression());
    written.put("asyncBefore", String.valueOf(task.isCamundaAsyncBefore()));
    var extensions = task.getExtensionElements().getElementsQuery();
    var mapping = extensions.filterByType(CamundaInputOutput.class).singleResult();
    mapping
        .getCamundaInputParameters()
        .forEach(input -> written.put(input.getCamundaName(), input.getTextContent()));
    mapping
        .getCamundaOutputParameters()
        .forEach(output -> written.put(output.getTextContent(), output.getCamundaName()));
    extensions
        .filterByType(CamundaProperties.class)
        .singleResult()
        .getCamundaProperties()
        .forEach(property -> written.put(property.getCamundaName(), property.getCamundaValue()));
    return written;
  }

  static String templateVersion(ServiceTask task) {
    return task.getAttributeValueNs("http://camunda.org/schema/1.0/bpmn", "modelerTemplateVersion");
  }
}
