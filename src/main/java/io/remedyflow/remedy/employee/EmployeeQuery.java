package io.remedyflow.remedy.employee;

import io.remedyflow.remedy.Request;

/**
 * The query: which employee has this address?
 *
 * @param address the e-mail or mobile that Feishu has for the employee
 * @param includesResigned whether employees who have left are searched, too
 */
public record EmployeeQuery(EmployeeAddress address, boolean includesResigned)
    implements Request<EmployeeOutcome> {

  @Override
  public String subject() {
    return address.value();
  }

  @Override
  public String maskedSubject() {
    return address.masked();
  }
}
