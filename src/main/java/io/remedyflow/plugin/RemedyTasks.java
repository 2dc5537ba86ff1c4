package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Finds our tasks in a model that is being parsed. */
final class RemedyTasks {

  private static final String EXPRESSION =
      "[$#]\\{\\s*" + FetchAllowedRemediesDelegate.BEAN_NAME + "\\s*}";

  private RemedyTasks() {}

  /** The tasks that run our delegate, wherever in the process they stand. */
  static List<Element> in(Element process) {
    return all(process).toList();
  }

  /** The same as the engine will run them. */
  static Stream<ActivityImpl> activities(Element process, ProcessDefinitionEntity definition) {
    return all(process)
        .map(task -> definition.findActivity(task.attribute("id")))
        .flatMap(Stream::ofNullable);
  }

  /** Whether the model has an execution listener at that task, for that event. */
  static boolean hasListener(Element task, String event) {
    return Stream.ofNullable(task.element("extensionElements"))
        .flatMap(extensions -> camunda(extensions, "executionListener"))
        .anyMatch(listener -> event.equals(listener.attribute("event")));
  }

  /**
   * Whether the model is being deployed. Definitions are parsed again whenever the cache lost them:
   * what runs already must go on running, whatever we find in it.
   */
  static boolean isNew(ProcessDefinitionEntity definition) {
    return Context.getCommandContext()
        .getDeploymentManager()
        .findDeploymentById(definition.getDeploymentId())
        .isNew();
  }

  /**
   * What a task's input parameter says, if that is plain text: an expression says what it likes.
   */
  static Optional<String> input(Element task, String name) {
    return Stream.ofNullable(task.element("extensionElements"))
        .flatMap(extensions -> camunda(extensions, "inputOutput"))
        .flatMap(mapping -> camunda(mapping, "inputParameter"))
        .filter(parameter -> name.equals(parameter.attribute("name")))
        .map(parameter -> parameter.getText().strip())
        .findFirst();
  }

  private static Stream<Element> camunda(Element parent, String name) {
    return parent.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name).stream();
  }

  private static Stream<Element> all(Element element) {
    return Stream.concat(
        Stream.of(element).filter(RemedyTasks::isOurs),
        element.elements().stream().flatMap(RemedyTasks::all));
  }

  private static boolean isOurs(Element element) {
    String expression =
        element.attributeNS(
            BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION);
    return expression != null && expression.strip().matches(EXPRESSION);
  }
}
