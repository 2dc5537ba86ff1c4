package io.remedyflow.plugin.reservation;

import java.util.Set;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler.AsyncContinuationConfiguration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.runtime.operation.PvmAtomicOperation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jobs of our tasks: those that <em>Asynchronous before</em> creates at one of our tasks.
 * Only these may be rescheduled without losing a retry. Any other job did other work before our
 * task, and would do that work again.
 */
public final class OwnJobs {

  private static final Set<String> BEFORE_ACTIVITY =
      Set.of(
          PvmAtomicOperation.TRANSITION_CREATE_SCOPE.getCanonicalName(),
          PvmAtomicOperation.ACTIVITY_START_CREATE_SCOPE.getCanonicalName());

  private OwnJobs() {}

  /** Whether the job begins with one of our tasks. Call it inside an engine command. */
  public static boolean include(JobEntity job) {
    if (!AsyncContinuationJobHandler.TYPE.equals(job.getJobHandlerType())
        || job.getProcessDefinitionId() == null
        || !(job.getJobHandlerConfiguration() instanceof AsyncContinuationConfiguration how)
        || !isBeforeActivity(how)) {
      return false;
    }
    ProcessDefinitionEntity definition =
        Context.getProcessEngineConfiguration()
            .getDeploymentCache()
            .findDeployedProcessDefinitionById(job.getProcessDefinitionId());
    ActivityImpl activity = definition.findActivity(job.getActivityId());
    return activity != null && ReservationRule.include(activity);
  }

  /** Our task, if this job of this execution begins with it; null if not. */
  public static @Nullable ActivityImpl task(
      JobEntity job, AsyncContinuationConfiguration how, ExecutionEntity execution) {
    if (!isBeforeActivity(how)) {
      return null;
    }
    ActivityImpl activity = execution.getProcessDefinition().findActivity(job.getActivityId());
    return activity != null && ReservationRule.include(activity) ? activity : null;
  }

  /** Jobs of very old engines hold null. */
  private static boolean isBeforeActivity(AsyncContinuationConfiguration how) {
    String operation = how.getAtomicOperation();
    return operation == null || BEFORE_ACTIVITY.contains(operation);
  }
}
