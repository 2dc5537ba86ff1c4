package io.remedyflow.plugin.parse;

import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.DefaultFailedJobParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.ParseUtil;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets designers set a task's retry cycle in the element template. The template cannot write the
 * engine's own {@code camunda:failedJobRetryTimeCycle}, so it writes an extension property. If the
 * element is there as well, the element wins. If neither is there, and the whole engine has no
 * cycle, the default applies: otherwise the engine would try again at once and use all retries
 * within a second, before a failure of Feishu is over. The default also applies if a cycle cannot
 * be read.
 *
 * <p>It acts when the whole process is parsed, because the engine's own listener runs after ours at
 * each task and would restore the engine-wide cycle.
 */
public final class RetryCycleParseListener extends AbstractBpmnParseListener {

  /** The name of the extension property. Part of the contract with process models. */
  static final String PROPERTY = "io.remedyflow.retryCycle";

  private static final Logger LOG = LoggerFactory.getLogger(RetryCycleParseListener.class);

  /**
   * The property where the engine's own listener stores a task's cycle, and where the engine reads
   * it when the task's job fails.
   */
  private static final PropertyKey<FailedJobRetryConfiguration> CYCLE =
      DefaultFailedJobParseListener.FAILED_JOB_CONFIGURATION;

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    for (Element task : RemedyTasks.in(process)) {
      Optional<String> property = nativeCycle(task).isPresent() ? Optional.empty() : property(task);
      property.ifPresent(cycle -> apply(cycle, task, definition));
      activities(task, definition).forEach(activity -> makeReadable(activity, task, definition));
    }
  }

  private static void apply(String cycle, Element task, ProcessDefinitionEntity definition) {
    FailedJobRetryConfiguration configuration = read(cycle);
    if (configuration != null) {
      activities(task, definition)
          .forEach(activity -> activity.getProperties().set(CYCLE, configuration));
      return;
    }
    String complaint =
        "The retry cycle '%s' of task '%s' cannot be read. Give waiting times such as PT10S,PT1M,PT10M or a cycle such as R3/PT10S in the extension property %s."
            .formatted(cycle, task.attribute("id"), PROPERTY);
    if (RemedyTasks.isNew(definition)) {
      throw new BpmnParseException(complaint, task);
    }
    LOG.warn(
        "{} Until then the engine's own cycle counts, or else {}.",
        complaint,
        RetryCycle.ofThisEngine());
  }

  /** Makes sure that the engine can read the activity's cycle when its job fails. */
  private static void makeReadable(
      ActivityImpl activity, Element task, ProcessDefinitionEntity definition) {
    FailedJobRetryConfiguration cycle = activity.getProperties().get(CYCLE);
    String name = "task '%s' of process '%s'".formatted(task.attribute("id"), definition.getKey());
    if (cycle != null && cycle.getExpression() != null) {
      activity
          .getProperties()
          .set(
              CYCLE,
              new FailedJobRetryConfiguration(
                  new RetryCycleExpression(cycle.getExpression(), name)));
      return;
    }
    Optional<String> written =
        cycle == null
            ? nativeCycle(task)
            : Optional.of(String.join(",", cycle.getRetryIntervals()));
    String readable = written.map(RetryCycle::normalized).orElse(null);
    if (readable != null) {
      activity.getProperties().set(CYCLE, ParseUtil.parseRetryIntervals(readable));
      return;
    }
    activity.getProperties().set(CYCLE, RetryCycle.byDefault());
    written.ifPresent(
        text ->
            LOG.warn(
                "The retry cycle '{}' of {} cannot be read. The default cycle {} applies. Give waiting times such as PT10S,PT1M,PT10M or a cycle such as R3/PT10S.",
                text,
                name,
                RetryCycle.ofThisEngine()));
  }

  /** The task, and its multi-instance body if it has one, as in older models. */
  private static Stream<ActivityImpl> activities(Element task, ProcessDefinitionEntity definition) {
    String id = task.attribute("id");
    return Stream.of(id, id + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX)
        .map(definition::findActivity)
        .flatMap(Stream::ofNullable);
  }

  /** Null if it cannot be read; an expression is evaluated when a job fails. */
  private static @Nullable FailedJobRetryConfiguration read(String cycle) {
    if (RetryCycle.isExpression(cycle)) {
      try {
        return ParseUtil.parseRetryIntervals(cycle);
      } catch (RuntimeException e) {
        return null; // It begins like an expression but is none.
      }
    }
    String readable = RetryCycle.normalized(cycle);
    return readable == null ? null : ParseUtil.parseRetryIntervals(readable);
  }

  private static Optional<String> nativeCycle(Element task) {
    return extensions(task)
        .map(
            extensions ->
                extensions.elementNS(
                    BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "failedJobRetryTimeCycle"))
        .map(Element::getText)
        .filter(text -> !text.isBlank());
  }

  private static Optional<String> property(Element task) {
    return extensions(task)
        .map(extensions -> extensions.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties"))
        .stream()
        .flatMap(
            properties ->
                properties.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property").stream())
        .filter(property -> PROPERTY.equals(property.attribute("name")))
        .map(property -> property.attribute("value"))
        .filter(value -> value != null && !value.isBlank())
        .map(String::strip)
        .findFirst();
  }

  private static Optional<Element> extensions(Element task) {
    return Optional.ofNullable(task.element("extensionElements"));
  }
}
