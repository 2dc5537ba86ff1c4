package io.remedyflow.simulator.company;

import org.jspecify.annotations.Nullable;

/**
 * Somebody in the simulator's company, and what asking for them shows.
 *
 * @param employeeId answers to {@code employee_type=employee_id}
 * @param employeeNo the job number, answers to {@code employee_type=employee_no}; leading zeros
 *     count
 * @param name for people
 * @param email null where Feishu knows none
 * @param mobile with + and country code; null where Feishu knows none
 * @param account how it stands
 * @param shows one sentence in English
 * @param showsInChinese the same sentence in Simplified Chinese
 */
public record Employee(
    String employeeId,
    String employeeNo,
    String name,
    @Nullable String email,
    @Nullable String mobile,
    Account account,
    String shows,
    String showsInChinese) {

  /** With an account, an address and a number as most have them; all of them are invented. */
  static Employee of(
      String employeeId, String employeeNo, String name, String shows, String showsInChinese) {
    return new Employee(
        employeeId,
        employeeNo,
        name,
        employeeId + "@example.com",
        "+861300000" + "0" + employeeNo,
        Account.ACTIVE,
        shows,
        showsInChinese);
  }

  Employee with(Account other) {
    return new Employee(employeeId, employeeNo, name, email, mobile, other, shows, showsInChinese);
  }

  Employee reachedBy(@Nullable String otherEmail, @Nullable String otherMobile) {
    return new Employee(
        employeeId, employeeNo, name, otherEmail, otherMobile, account, shows, showsInChinese);
  }
}
