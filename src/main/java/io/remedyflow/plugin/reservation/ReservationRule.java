package io.remedyflow.plugin.reservation;

import io.remedyflow.plugin.parse.ModelRule;
import io.remedyflow.plugin.parse.ParsedProcess;
import io.remedyflow.plugin.parse.ParsedTask;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.interceptor.AtomicOperationInvocation;
import org.camunda.bpm.engine.impl.jobexecutor.MessageJobDeclaration;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.runtime.AtomicOperation;

/**
 * Makes the jobs of our tasks reserve a permit when they are created, by a declaration that wraps
 * the engine's. This includes models that were deployed before this plugin was added: they are
 * parsed again.
 */
public final class ReservationRule implements ModelRule {

  private static final PropertyKey<Boolean> RESERVED = new PropertyKey<>("io.remedyflow.reserved");

  private final TaskReservations taskReservations;

  public ReservationRule(TaskReservations taskReservations) {
    this.taskReservations = taskReservations;
  }

  /** Whether the jobs of that activity get a reservation when they are created. */
  static boolean include(ActivityImpl activity) {
    return Boolean.TRUE.equals(activity.getProperties().get(RESERVED));
  }

  @Override
  public void apply(ParsedProcess process) {
    process.tasks().stream()
        .map(ParsedTask::activity)
        .flatMap(Stream::ofNullable)
        .filter(ActivityImpl::isAsyncBefore)
        .forEach(this::reserve);
  }

  private void reserve(ActivityImpl task) {
    @SuppressWarnings("unchecked") // the type that BpmnParse writes
    List<MessageJobDeclaration> declarations =
        (List<MessageJobDeclaration>)
            task.getProperty(BpmnParse.PROPERTYNAME_MESSAGE_JOB_DECLARATION);
    if (declarations == null) {
      return;
    }
    declarations.replaceAll(
        declaration ->
            MessageJobDeclaration.ASYNC_BEFORE.equals(declaration.getJobConfiguration())
                ? new WithReservation(declaration, taskReservations)
                : declaration);
    task.getProperties().set(RESERVED, true);
  }

  /** Delegates, because the deployer gives the job definition's id only to the original. */
  private static final class WithReservation extends MessageJobDeclaration {

    private static final long serialVersionUID = 1L;

    private final MessageJobDeclaration original;
    private final transient TaskReservations taskReservations;

    WithReservation(MessageJobDeclaration original, TaskReservations taskReservations) {
      super(new String[0]);
      this.original = original;
      this.taskReservations = taskReservations;
    }

    @Override
    public MessageEntity createJobInstance(AtomicOperationInvocation context) {
      MessageEntity job = original.createJobInstance(context);
      taskReservations.assign(job, context.getExecution(), original.getActivity());
      return job;
    }

    @Override
    @SuppressWarnings("deprecation") // the engine still uses this type
    public boolean isApplicableForOperation(AtomicOperation operation) {
      return original.isApplicableForOperation(operation);
    }

    @Override
    public String getJobDefinitionId() {
      return original.getJobDefinitionId();
    }

    @Override
    public void setJobDefinitionId(String jobDefinitionId) {
      original.setJobDefinitionId(jobDefinitionId);
    }

    @Override
    public String getJobHandlerType() {
      return original.getJobHandlerType();
    }

    @Override
    public boolean isExclusive() {
      return original.isExclusive();
    }

    @Override
    public void setExclusive(boolean exclusive) {
      original.setExclusive(exclusive);
    }

    @Override
    public String getActivityId() {
      return original.getActivityId();
    }

    @Override
    public ActivityImpl getActivity() {
      return original.getActivity();
    }

    @Override
    public String getJobConfiguration() {
      return original.getJobConfiguration();
    }
  }
}
