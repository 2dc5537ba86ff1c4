package io.remedyflow.camunda.tasks;

/**
 * The names of the task's inputs and outputs. They are the contract with process models, and this
 * class is its only copy in code. A model that uses them keeps running for the life of the major
 * version.
 */
public final class RemedyVariables {

  /** Input: {@code employee_id} or {@code employee_no}. */
  public static final String EMPLOYEE_TYPE = "employeeType";

  /** Input: the employee. */
  public static final String USER_ID = "userId";

  /** Input: the attendance day. */
  public static final String REMEDY_DATE = "remedyDate";

  /** Output, String: a {@link RemedyStatus}. */
  public static final String REMEDY_STATUS = "remedyStatus";

  /** Output, Json, always an array: the punches and windows to choose from. */
  public static final String REMEDY_SLOTS = "remedySlots";

  /** Output, Integer: how many slots there are. */
  public static final String REMEDY_SLOT_COUNT = "remedySlotCount";

  /** Output, Integer or null: Feishu's code, 0 on success. */
  public static final String REMEDY_ERROR_CODE = "remedyErrorCode";

  /** Output, String or null: the cause, what to do about it, and Feishu's own message. */
  public static final String REMEDY_MESSAGE = "remedyMessage";

  private RemedyVariables() {}
}
