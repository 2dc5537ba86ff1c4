package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.OutputParameters;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/** Looks for output parameters in the parsed model. */
public final class EngineOutputParameters implements OutputParameters {

  @Override
  public boolean exist(DelegateExecution execution) {
    ActivityImpl task = (ActivityImpl) ((ActivityExecution) execution).getActivity();
    return TransientVariablesParseListener.mayBeOutputsOf(task);
  }
}
