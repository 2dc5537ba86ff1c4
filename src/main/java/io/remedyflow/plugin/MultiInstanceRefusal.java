package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses to deploy a model that puts a multi-instance marker on our task: its inputs cannot see
 * the element variable, and the engine allows no output parameters there.
 */
final class MultiInstanceRefusal extends AbstractBpmnParseListener {

  private static final String EXPRESSION =
      "[$#]\\{\\s*" + FetchAllowedRemediesDelegate.BEAN_NAME + "\\s*}";

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    List<Element> offenders =
        tasks(process)
            .filter(task -> task.element("multiInstanceLoopCharacteristics") != null)
            .toList();
    // Definitions are parsed again whenever the cache lost them: what runs already must go on
    // running.
    if (!offenders.isEmpty() && isNew(definition)) {
      String ids = String.join(", ", offenders.stream().map(task -> task.attribute("id")).toList());
      throw new BpmnParseException(
          "A task that fetches allowed remedy times cannot be multi-instance itself: "
              + ids
              + ". Put it into a"
              + " subprocess and mark that as multi-instance, with an empty input parameter for each output, so that"
              + " every instance keeps its own results.",
          offenders.get(0));
    }
  }

  private static boolean isNew(ProcessDefinitionEntity definition) {
    return Context.getCommandContext()
        .getDeploymentManager()
        .findDeploymentById(definition.getDeploymentId())
        .isNew();
  }

  private static Stream<Element> tasks(Element element) {
    return Stream.concat(
        Stream.of(element).filter(MultiInstanceRefusal::isOurs),
        element.elements().stream().flatMap(MultiInstanceRefusal::tasks));
  }

  private static boolean isOurs(Element element) {
    String expression =
        element.attributeNS(
            BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION);
    return expression != null && expression.strip().matches(EXPRESSION);
  }
}
