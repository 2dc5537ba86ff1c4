package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.contract.CommonFields;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.DefaultFailedJobParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
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
 */
final class RetryCycleRule implements ModelRule {

  private static final Logger LOG = LoggerFactory.getLogger(RetryCycleRule.class);

  /**
   * The property where the engine's own listener stores a task's cycle, and where the engine reads
   * it when the task's job fails.
   */
  private static final PropertyKey<FailedJobRetryConfiguration> CYCLE =
      DefaultFailedJobParseListener.FAILED_JOB_CONFIGURATION;

  @Override
  public void apply(ParsedProcess process) {
    for (ParsedTask task : process.tasks()) {
      Optional<String> property = nativeCycle(task).isPresent() ? Optional.empty() : property(task);
      property.ifPresent(cycle -> apply(cycle, task, process));
      activities(task, process).forEach(activity -> makeReadable(activity, task, process));
    }
  }

  private static void apply(String cycle, ParsedTask task, ParsedProcess process) {
    FailedJobRetryConfiguration configuration = read(cycle);
    if (configuration != null) {
      activities(task, process)
          .forEach(activity -> activity.getProperties().set(CYCLE, configuration));
      return;
    }
    String complaint =
        "The retry cycle '%s' of task '%s' cannot be read. Give waiting times such as PT10S,PT1M,PT10M or a cycle such as R3/PT10S in the extension property %s."
            .formatted(cycle, task.id(), CommonFields.RETRY_CYCLE);
    if (process.isNew()) {
      throw new BpmnParseException(complaint, task.element());
    }
    LOG.warn(
        "{} Until then the engine's own cycle counts, or else {}.",
        complaint,
        RetryCycle.ofThisEngine());
  }

  /** Makes sure that the engine can read the activity's cycle when its job fails. */
  private static void makeReadable(ActivityImpl activity, ParsedTask task, ParsedProcess process) {
    FailedJobRetryConfiguration cycle = activity.getProperties().get(CYCLE);
    String name = "task '%s' of process '%s'".formatted(task.id(), process.key());
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
  private static Stream<ActivityImpl> activities(ParsedTask task, ParsedProcess process) {
    String id = task.id();
    return Stream.of(id, id + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX)
        .map(process.definition()::findActivity)
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

  private static Optional<String> nativeCycle(ParsedTask task) {
    return Extensions.of(task.element(), "failedJobRetryTimeCycle")
        .map(Element::getText)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static Optional<String> property(ParsedTask task) {
    return Extensions.of(task.element(), "properties")
        .flatMap(properties -> Extensions.children(properties, "property"))
        .filter(property -> CommonFields.RETRY_CYCLE.equals(property.attribute("name")))
        .map(property -> property.attribute("value"))
        .filter(value -> value != null && !value.isBlank())
        .map(String::strip)
        .findFirst();
  }
}
