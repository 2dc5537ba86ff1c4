package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;

/** The values of the status that every task has. */
public final class CommonStatuses {

  /** The request is at fault. */
  public static final TaskStatus REJECTED =
      new TaskStatus(
          "REJECTED",
          new BilingualText("the request is at fault: see `onRejection`", "请求有误，见 `onRejection`"));

  /** There was no answer. */
  public static final TaskStatus UNAVAILABLE =
      new TaskStatus(
          "UNAVAILABLE",
          new BilingualText("there was no answer: see `onFailure`", "没有得到答复，见 `onFailure`"));

  private CommonStatuses() {}
}
