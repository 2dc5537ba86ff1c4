package io.remedyflow.camunda.tasks;

/**
 * The BPMN error codes that a boundary event can catch. They are part of the contract with process
 * models.
 */
public final class RemedyErrors {

  /** The request was rejected, here or by Feishu, and {@code onRejection} is {@code bpmnError}. */
  public static final String REJECTED = "FEISHU_REMEDY_REJECTED";

  /** There was no answer at the last attempt, and {@code onFailure} is {@code bpmnError}. */
  public static final String UNAVAILABLE = "FEISHU_REMEDY_UNAVAILABLE";

  private RemedyErrors() {}
}
