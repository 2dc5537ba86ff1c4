package io.remedyflow.camunda;

/**
 * The names of the task's inputs and outputs. They are the contract with process models, and this
 * class is its only copy in code. A model that uses them keeps running for the life of the major
 * version.
 */
public final class RemedyVariables {

  /** Input: name of a configured connection. */
  public static final String FEISHU_CONNECTION = "feishuConnection";

  /** Input: {@code employee_id} or {@code employee_no}. */
  public static final String EMPLOYEE_TYPE = "employeeType";

  /** Input: the employee. */
  public static final String USER_ID = "userId";

  /** Input: the attendance day. */
  public static final String REMEDY_DATE = "remedyDate";

  /** Input: what a rejected request does, a {@link FaultAction}. */
  public static final String ON_REJECTION = "onRejection";

  /** Input: what a failure does at the last attempt, a {@link FaultAction}. */
  public static final String ON_FAILURE = "onFailure";

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

  /** Output, String or null: for Feishu's support. */
  public static final String FEISHU_LOG_ID = "feishuLogId";

  private RemedyVariables() {}
}
