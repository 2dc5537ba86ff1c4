package io.remedyflow.plugin.job;

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
 * Tells the jobs of our tasks from all others: those that <em>Asynchronous before</em> creates at
 * one of our tasks. Only they may be rescheduled without losing a retry. Any other job has done
 * something else before it came to our task, and would do that again.
 */
final class OwnJobs {

  private static final Set<String> BEFORE_ACTIVITY =
      Set.of(
          PvmAtomicOperation.TRANSITION_CREATE_SCOPE.getCanonicalName(),
          PvmAtomicOperation.ACTIVITY_START_CREATE_SCOPE.getCanonicalName());

  private OwnJobs() {}

  /** Whether the job begins with one of our tasks. To be asked within an engine's command. */
  static boolean include(JobEntity job) {
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
    return activity != null && ReservationParseListener.include(activity);
  }

  /** Our task, if it is what this job of this execution begins with; null if it is not. */
  static @Nullable ActivityImpl task(
      JobEntity job, AsyncContinuationConfiguration how, ExecutionEntity execution) {
    if (!isBeforeActivity(how)) {
      return null;
    }
    ActivityImpl activity = execution.getProcessDefinition().findActivity(job.getActivityId());
    return activity != null && ReservationParseListener.include(activity) ? activity : null;
  }

  /** Null is what jobs of very old engines hold. */
  private static boolean isBeforeActivity(AsyncContinuationConfiguration how) {
    String operation = how.getAtomicOperation();
    return operation == null || BEFORE_ACTIVITY.contains(operation);
  }
}
