package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Finds our tasks in a model that is being parsed: service, send and business rule tasks, and
 * message throw events. In an event, the message definition names the delegate, and the event is
 * the task.
 */
public final class RemedyTasks {

  private static final String BEAN = FetchAllowedRemediesDelegate.BEAN_NAME;
  private static final String DELEGATE_EXPRESSION = "[$#]\\{\\s*" + BEAN + "\\s*}";

  /** An expression may also call the delegate's method. */
  private static final String EXPRESSION =
      "[$#]\\{\\s*" + BEAN + "\\s*\\.\\s*execute\\s*\\(\\s*execution\\s*\\)\\s*}";

  private static final Set<String> TASKS = Set.of("serviceTask", "sendTask", "businessRuleTask");
  private static final Set<String> LISTENERS = Set.of("executionListener", "taskListener");
  private static final Set<String> EVENTS = Set.of("intermediateThrowEvent", "endEvent");

  private RemedyTasks() {}

  /** The tasks that run our delegate, anywhere in the process. */
  static List<Element> in(Element process) {
    return all(process).toList();
  }

  /** The same tasks, as activities of the engine. */
  public static Stream<ActivityImpl> activities(
      Element process, ProcessDefinitionEntity definition) {
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
   * Whether the model is being deployed. A definition is parsed again when the cache has lost it: a
   * model that runs already must continue to run, even if we find a fault in it.
   */
  static boolean isNew(ProcessDefinitionEntity definition) {
    return Context.getCommandContext()
        .getDeploymentManager()
        .findDeploymentById(definition.getDeploymentId())
        .isNew();
  }

  /** The text of a task's input parameter. The value of an expression is not known here. */
  static Optional<String> input(Element task, String name) {
    return Stream.ofNullable(task.element("extensionElements"))
        .flatMap(extensions -> camunda(extensions, "inputOutput"))
        .flatMap(mapping -> camunda(mapping, "inputParameter"))
        .filter(parameter -> name.equals(parameter.attribute("name")))
        .map(parameter -> parameter.getText().strip())
        .findFirst();
  }

  /** The names of the variables that a task's output parameters write. */
  static List<String> outputs(Element task) {
    return names(task, "outputParameter");
  }

  /** The names of the variables that are local to an element because of its input parameters. */
  static List<String> inputs(Element element) {
    return names(element, "inputParameter");
  }

  private static List<String> names(Element element, String kind) {
    return Stream.ofNullable(element.element("extensionElements"))
        .flatMap(extensions -> camunda(extensions, "inputOutput"))
        .flatMap(mapping -> camunda(mapping, kind))
        .flatMap(parameter -> Stream.ofNullable(parameter.attribute("name")))
        .toList();
  }

  private static Stream<Element> camunda(Element parent, String name) {
    return parent.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name).stream();
  }

  /**
   * The tasks that name our delegate in an expression: the engine evaluates it, drops the value,
   * and runs nothing.
   */
  static List<Element> notRun(Element process) {
    return all(process, definition -> isEngines(definition) && evaluatesOnly(definition)).toList();
  }

  private static Stream<Element> all(Element process) {
    return all(process, RemedyTasks::runsDelegate);
  }

  private static Stream<Element> all(Element process, Predicate<Element> isWanted) {
    return everything(process)
        .filter(
            element ->
                (TASKS.contains(element.getTagName()) && isWanted.test(element))
                    || (EVENTS.contains(element.getTagName())
                        && element.elements("messageEventDefinition").stream().anyMatch(isWanted)));
  }

  private static Stream<Element> everything(Element element) {
    return Stream.concat(
        Stream.of(element), element.elements().stream().flatMap(RemedyTasks::everything));
  }

  /**
   * Whether the element is a listener that names our delegate; a listener's attributes have no
   * namespace.
   */
  static boolean isListener(Element element) {
    return LISTENERS.contains(element.getTagName())
        && (matches(
                element.attribute(BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION), DELEGATE_EXPRESSION)
            || matches(element.attribute(BpmnParse.PROPERTYNAME_EXPRESSION), EXPRESSION));
  }

  /** Checks the attributes in the engine's order. */
  private static boolean runsDelegate(Element element) {
    String delegateExpression = attribute(element, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION);
    return isEngines(element)
        && (delegateExpression != null
            ? matches(delegateExpression, DELEGATE_EXPRESSION)
            : matches(attribute(element, BpmnParse.PROPERTYNAME_EXPRESSION), EXPRESSION));
  }

  private static boolean evaluatesOnly(Element element) {
    return attribute(element, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION) == null
        && matches(attribute(element, BpmnParse.PROPERTYNAME_EXPRESSION), DELEGATE_EXPRESSION);
  }

  /** Whether the engine uses the expressions of the element. */
  private static boolean isEngines(Element element) {
    String className = attribute(element, BpmnParse.PROPERTYNAME_CLASS);
    return attribute(element, "type") == null
        && !(element.getTagName().equals("businessRuleTask")
            && attribute(element, "decisionRef") != null)
        && (className == null || className.isBlank());
  }

  private static @Nullable String attribute(Element element, String name) {
    return element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name);
  }

  private static boolean matches(@Nullable String expression, String pattern) {
    return expression != null && expression.strip().matches(pattern);
  }
}
