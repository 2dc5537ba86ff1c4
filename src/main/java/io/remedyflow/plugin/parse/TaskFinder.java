package io.remedyflow.plugin.parse;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.plugin.parse.ParsedProcess.MisusedTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Finds our tasks in a model that is being parsed: service, send and business rule tasks, and
 * message throw events. In an event, the message definition names the delegate, and the event is
 * the task.
 */
final class TaskFinder {

  /** The value of an expression that names a bean. */
  private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");

  /** An expression may also call the delegate's method. */
  private static final Pattern EXECUTE =
      Pattern.compile("[$#]\\{\\s*(\\w+)\\s*\\.\\s*execute\\s*\\(\\s*execution\\s*\\)\\s*}");

  private static final Set<String> TASKS = Set.of("serviceTask", "sendTask", "businessRuleTask");
  private static final Set<String> LISTENERS = Set.of("executionListener", "taskListener");
  private static final Set<String> EVENTS = Set.of("intermediateThrowEvent", "endEvent");

  private final Map<String, FeishuTask<?, ?>> byBeanName;

  TaskFinder(Collection<FeishuTask<?, ?>> tasks) {
    byBeanName =
        tasks.stream().collect(toUnmodifiableMap(FeishuTask::beanName, Function.identity()));
  }

  /** What the process has of our tasks. */
  ParsedProcess find(Element process, ProcessDefinitionEntity definition) {
    ParsedProcess found =
        new ParsedProcess(process, definition, new ArrayList<>(), new ArrayList<>());
    look(process, definition.getKey(), found);
    return new ParsedProcess(
        process, definition, List.copyOf(found.tasks()), List.copyOf(found.misused()));
  }

  private void look(Element element, String around, ParsedProcess found) {
    String own = element.attribute("id");
    String id = own == null ? around : own;
    if (LISTENERS.contains(element.getTagName())) {
      listener(element).ifPresent(task -> misused(element, id, task, found));
    }
    for (Element implementation : implementations(element)) {
      Optional<FeishuTask<?, ?>> task = run(implementation);
      task.ifPresent(
          it ->
              found.tasks().add(new ParsedTask(element, it, found.definition().findActivity(id))));
      if (task.isEmpty()) {
        evaluated(implementation).ifPresent(it -> misused(element, id, it, found));
      }
    }
    element.elements().forEach(inner -> look(inner, id, found));
  }

  private static void misused(
      Element element, String id, FeishuTask<?, ?> task, ParsedProcess found) {
    found.misused().add(new MisusedTask(element, id, task.beanName()));
  }

  /** The elements that say what a task or an event runs. */
  private static List<Element> implementations(Element element) {
    if (TASKS.contains(element.getTagName())) {
      return List.of(element);
    }
    return EVENTS.contains(element.getTagName())
        ? element.elements("messageEventDefinition")
        : List.of();
  }

  /** The task that a listener names; a listener's attributes have no namespace. */
  private Optional<FeishuTask<?, ?>> listener(Element element) {
    return task(BEAN, element.attribute(BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION))
        .or(() -> task(EXECUTE, element.attribute(BpmnParse.PROPERTYNAME_EXPRESSION)));
  }

  /** The task that an element runs; checks the attributes in the engine's order. */
  private Optional<FeishuTask<?, ?>> run(Element element) {
    if (!usesExpressions(element)) {
      return Optional.empty();
    }
    String delegateExpression =
        Extensions.attribute(element, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION);
    return delegateExpression == null
        ? task(EXECUTE, Extensions.attribute(element, BpmnParse.PROPERTYNAME_EXPRESSION))
        : task(BEAN, delegateExpression);
  }

  /**
   * The task that an element names in an expression: the engine evaluates it, drops the value, and
   * runs nothing.
   */
  private Optional<FeishuTask<?, ?>> evaluated(Element element) {
    return usesExpressions(element)
            && Extensions.attribute(element, BpmnParse.PROPERTYNAME_DELEGATE_EXPRESSION) == null
        ? task(BEAN, Extensions.attribute(element, BpmnParse.PROPERTYNAME_EXPRESSION))
        : Optional.empty();
  }

  private static boolean usesExpressions(Element element) {
    String className = Extensions.attribute(element, BpmnParse.PROPERTYNAME_CLASS);
    return Extensions.attribute(element, "type") == null
        && !(element.getTagName().equals("businessRuleTask")
            && Extensions.attribute(element, "decisionRef") != null)
        && (className == null || className.isBlank());
  }

  private Optional<FeishuTask<?, ?>> task(Pattern form, @Nullable String expression) {
    if (expression == null) {
      return Optional.empty();
    }
    Matcher matcher = form.matcher(expression.strip());
    return matcher.matches()
        ? Optional.ofNullable(byBeanName.get(matcher.group(1)))
        : Optional.empty();
  }
}
