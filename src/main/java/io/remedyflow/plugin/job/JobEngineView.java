package io.remedyflow.plugin.job;

import io.remedyflow.camunda.Attempt;
import io.remedyflow.camunda.EngineView;
import io.remedyflow.plugin.parse.ErrorCatchers;
import io.remedyflow.plugin.parse.TransientVariablesRule;
import io.remedyflow.remedy.RemedyLookupException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/** What a Camunda 7 engine knows about a running task, from its job and its model. */
public final class JobEngineView implements EngineView {

  @Override
  public Attempt failing(DelegateExecution execution, RemedyLookupException failure) {
    return EngineJobAttempts.failing(execution, failure);
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
