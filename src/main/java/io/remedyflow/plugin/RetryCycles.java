package io.remedyflow.plugin;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.DefaultFailedJobParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.ParseUtil;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets designers set a task's retry cycle in the element template, which cannot write the engine's
 * own {@code camunda:failedJobRetryTimeCycle}: an extension property stands for it. Where the
 * element is there as well, it wins. Where neither is there, nor a cycle for the whole engine, the
 * default counts: the engine would try again at once and use up every retry within a second, and no
 * trouble of Feishu's is over by then.
 *
 * <p>Acts when the whole process is parsed, because the engine's own listener runs after ours at
 * each task and would put the engine-wide cycle back.
 */
final class RetryCycles extends AbstractBpmnParseListener {

  /** The name of the extension property. Part of the contract with process models. */
  static final String PROPERTY = "io.remedyflow.retryCycle";

  /** For tasks that say nothing, on engines that say nothing. Part of the contract as well. */
  static final String DEFAULT_CYCLE = "PT10S,PT1M,PT10M";

  private static final Logger LOG = LoggerFactory.getLogger(RetryCycles.class);

  /** Where the engine's own listener keeps a task's cycle, and looks it up when its job fails. */
  private static final PropertyKey<FailedJobRetryConfiguration> CYCLE =
      DefaultFailedJobParseListener.FAILED_JOB_CONFIGURATION;

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    for (Element task : RemedyTasks.in(process)) {
      if (nativeCycle(task).isEmpty()) {
        property(task).ifPresent(cycle -> apply(cycle, task, definition));
      }
      activities(task, definition)
          .filter(activity -> activity.getProperties().get(CYCLE) == null)
          .forEach(activity -> activity.getProperties().set(CYCLE, read(usualCycle())));
    }
  }

  /**
   * The default cycle; where an administrator has given the engine another number of retries than
   * its own default, the default cycle's waits for that many attempts.
   */
  private static String usualCycle() {
    int attempts = Context.getProcessEngineConfiguration().getDefaultNumberOfRetries();
    if (attempts == JobEntity.DEFAULT_RETRIES) {
      return DEFAULT_CYCLE;
    }
    String[] waits = DEFAULT_CYCLE.split(",", -1);
    return attempts <= 1
        ? "R1/" + waits[0]
        : IntStream.range(0, attempts - 1)
            .mapToObj(n -> waits[Math.min(n, waits.length - 1)])
            .collect(Collectors.joining(","));
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
    LOG.warn("{} Until then the engine's own cycle counts, or else {}.", complaint, DEFAULT_CYCLE);
  }

  /** The task, and what surrounds it where it is multi-instance, as older models may have it. */
  private static Stream<ActivityImpl> activities(Element task, ProcessDefinitionEntity definition) {
    String id = task.attribute("id");
    return Stream.of(id, id + BpmnParse.MULTI_INSTANCE_BODY_ID_SUFFIX)
        .map(definition::findActivity)
        .flatMap(Stream::ofNullable);
  }

  /** Null where it cannot be read; an expression is read when a job fails. */
  private static @Nullable FailedJobRetryConfiguration read(String cycle) {
    boolean isExpression = cycle.startsWith("${") || cycle.startsWith("#{");
    // The engine itself checks no more than the first of several waiting times.
    boolean isReadable =
        isExpression || Stream.of(cycle.split(",", -1)).allMatch(RetryCycles::isDuration);
    return isReadable ? ParseUtil.parseRetryIntervals(cycle) : null;
  }

  private static boolean isDuration(String text) {
    try {
      return new DurationHelper(text).getDateAfter() != null;
    } catch (Exception e) {
      return false;
    }
  }

  private static Optional<Element> nativeCycle(Element task) {
    return extensions(task)
        .map(
            extensions ->
                extensions.elementNS(
                    BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "failedJobRetryTimeCycle"));
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
        .map(value -> value.replaceAll("\\s", ""))
        .findFirst();
  }

  private static Optional<Element> extensions(Element task) {
    return Optional.ofNullable(task.element("extensionElements"));
  }
}
