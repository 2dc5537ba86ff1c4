package io.remedyflow.remedy.employee;

import io.remedyflow.remedy.BilingualText;
import org.jspecify.annotations.Nullable;

/** Feishu's answer to an {@link EmployeeQuery}. */
public sealed interface EmployeeOutcome {

  /** Feishu's log id, for its support; null if Feishu sent none. */
  @Nullable String logId();

  /**
   * There is one employee with this address, who works for the company.
   *
   * @param userId the employee_id
   * @param logId Feishu's log id, or null
   */
  record Found(String userId, @Nullable String logId) implements EmployeeOutcome {

    /** Without the employee, to keep personal data out of logs. */
    @Override
    public String toString() {
      return "Found[logId=" + logId + "]";
    }
  }

  /**
   * There is one employee with this address, who cannot use Feishu at present.
   *
   * @param userId the employee_id
   * @param explanation why, and what to do
   * @param logId Feishu's log id, or null
   */
  record Inactive(String userId, BilingualText explanation, @Nullable String logId)
      implements EmployeeOutcome {

    /** Without the employee, to keep personal data out of logs. */
    @Override
    public String toString() {
      return "Inactive[logId=" + logId + "]";
    }
  }

  /**
   * Feishu names no employee for this address.
   *
   * @param explanation the usual reasons, and what to do
   * @param logId Feishu's log id, or null
   */
  record NotFound(BilingualText explanation, @Nullable String logId) implements EmployeeOutcome {}
}
