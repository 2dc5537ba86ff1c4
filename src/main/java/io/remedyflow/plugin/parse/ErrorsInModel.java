package io.remedyflow.plugin.parse;

import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.camunda.bpm.engine.impl.bpmn.parser.ErrorEventDefinition;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.jspecify.annotations.Nullable;

/** Looks for catchers of BPMN errors in one model; processes that call it are not known here. */
final class ErrorsInModel {

  private ErrorsInModel() {}

  /** Whether an event on the task, or on a scope around it, catches the error. */
  static boolean areCaught(String errorCode, ActivityImpl task) {
    for (ScopeImpl scope = task; scope != null; scope = around(scope)) {
      List<ErrorEventDefinition> events =
          scope.getProperties().get(BpmnProperties.ERROR_EVENT_DEFINITIONS);
      if (events != null
          && events.stream()
              .anyMatch(event -> event.catchesError(errorCode) && !isAround(event, task))) {
        return true;
      }
    }
    return false;
  }

  /** An error event subprocess does not catch the errors of its own tasks. */
  private static boolean isAround(ErrorEventDefinition event, ActivityImpl task) {
    ScopeImpl scope = task.getFlowScope();
    // The process itself has no id yet.
    while (scope instanceof ActivityImpl activity) {
      if (activity.getId().equals(event.getHandlerActivityId())) {
        return true;
      }
      scope = activity.getFlowScope();
    }
    return false;
  }

  private static @Nullable ScopeImpl around(ScopeImpl scope) {
    return scope instanceof ActivityImpl activity ? activity.getFlowScope() : null;
  }
}
