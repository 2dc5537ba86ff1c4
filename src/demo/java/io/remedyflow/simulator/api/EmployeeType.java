package io.remedyflow.simulator.api;

import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import io.remedyflow.simulator.company.ErrorReplies;
import java.util.List;
import java.util.Optional;

/** Which id an attendance endpoint is asked with, and answers with. */
enum EmployeeType {
  EMPLOYEE_ID {
    @Override
    Optional<Employee> find(String userId) {
      return Company.byId(userId);
    }

    @Override
    String idOf(Employee employee) {
      return employee.employeeId();
    }
  },
  EMPLOYEE_NO {
    @Override
    Optional<Employee> find(String userId) {
      return Company.byNo(userId);
    }

    @Override
    String idOf(Employee employee) {
      return employee.employeeNo();
    }
  };

  static EmployeeType in(List<String> parameters) {
    if (parameters.equals(List.of("employee_id"))) {
      return EMPLOYEE_ID;
    }
    if (parameters.equals(List.of("employee_no"))) {
      return EMPLOYEE_NO;
    }
    throw ErrorReplies.invalid("employee_type invalid").thrown();
  }

  abstract Optional<Employee> find(String userId);

  abstract String idOf(Employee employee);

  final Employee known(String userId) {
    return find(userId).orElseThrow(ErrorReplies.UNKNOWN_USER::thrown);
  }
}
