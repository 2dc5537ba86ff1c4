package io.remedyflow.plugin.parse;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.helper.ErrorDeclarationForProcessInstanceFinder;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.tree.ActivityExecutionHierarchyWalker;

/**
 * Looks for an error catcher as the engine does: up through scopes and calling processes. Changes
 * nothing.
 */
public final class ErrorCatchers {

  private ErrorCatchers() {}

  /** Whether an event catches a BPMN error that this execution throws now. */
  public static boolean exist(DelegateExecution execution, String errorCode) {
    ActivityExecution thrower = (ActivityExecution) execution;
    var finder =
        new ErrorDeclarationForProcessInstanceFinder(null, errorCode, thrower.getActivity());
    var walker = new ActivityExecutionHierarchyWalker(thrower);
    walker.addScopePreVisitor(finder);
    walker.walkUntil(scope -> finder.getErrorEventDefinition() != null || scope == null);
    return finder.getErrorEventDefinition() != null;
  }
}
