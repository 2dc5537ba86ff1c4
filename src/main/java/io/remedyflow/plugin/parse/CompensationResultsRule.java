package io.remedyflow.plugin.parse;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * Passes the results of a compensation handler on. Camunda maps its inputs, but never its outputs:
 * it removes the handler's execution without the step that maps them.
 */
final class CompensationResultsRule implements ModelRule {

  @Override
  public void apply(ParsedProcess process) {
    for (ParsedTask task : process.tasks()) {
      ActivityImpl activity = task.activity();
      if (activity != null && activity.isCompensationHandler()) {
        activity.addListener(ExecutionListener.EVENTNAME_END, mapping(activity));
      }
    }
  }

  private static ExecutionListener mapping(ActivityImpl activity) {
    return execution -> {
      IoMapping mapping = activity.getIoMapping();
      if (mapping != null) {
        mapping.executeOutputParameters((AbstractVariableScope) execution);
      }
    };
  }
}
