package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import java.util.List;

/** The catalogue of tasks: all that an engine with this plugin knows. */
public final class FeishuTasks {

  /** All tasks. */
  public static final List<FeishuTask<?, ?>> ALL =
      List.of(
          FindEmployee.TASK,
          FetchAllowedRemedies.TASK,
          StartRemedyApproval.TASK,
          ReportRemedyDecision.TASK,
          FindRemedies.TASK);

  private FeishuTasks() {}
}
