package io.remedyflow.camunda;

import java.util.List;

/** The catalogue of tasks: all that an engine with this plugin knows. */
public final class FeishuTasks {

  /** All tasks. */
  public static final List<FeishuTask<?, ?>> ALL = List.of(FetchAllowedRemedies.TASK);

  private FeishuTasks() {}
}
