package io.remedyflow.plugin.job;

import io.remedyflow.camunda.EngineView;
import io.remedyflow.camunda.NextStep;
import io.remedyflow.plugin.parse.ErrorCatchers;
import io.remedyflow.plugin.parse.TransientVariablesRule;
import io.remedyflow.remedy.CallFailedException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/** What a Camunda 7 engine knows about a running task, from its job and its model. */
public final class JobEngineView implements EngineView {

  @Override
  public NextStep after(DelegateExecution execution, CallFailedException failure) {
    return EngineJobAttempts.after(execution, failure);
  }

  @Override
  public boolean catches(DelegateExecution execution, String errorCode) {
    return ErrorCatchers.exist(execution, errorCode);
  }

  @Override
  public boolean mapsOutputs(DelegateExecution execution) {
    ActivityImpl task = (ActivityImpl) ((ActivityExecution) execution).getActivity();
    return TransientVariablesRule.mayBeOutputsOf(task);
  }
}
