package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RequestRejectedException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads the inputs that say which employee a task is about. */
final class EmployeeInputs {

  private EmployeeInputs() {}

  /**
   * The employee of a task.
   *
   * @throws RequestRejectedException if the inputs name none
   */
  static EmployeeId employee(TaskInputs inputs) {
    return employee(inputs, inputs.value(RemedyVariables.USER_ID));
  }

  /**
   * An employee whose id is of the task's type.
   *
   * @throws RequestRejectedException if the value is not a valid id
   */
  static EmployeeId employee(TaskInputs inputs, @Nullable Object value) {
    return new EmployeeId(type(inputs), id(value));
  }

  private static EmployeeType type(TaskInputs inputs) {
    Object value = inputs.value(RemedyVariables.EMPLOYEE_TYPE);
    if (TaskInputs.isAbsent(value)) {
      return EmployeeType.EMPLOYEE_ID;
    }
    String word = String.valueOf(value).strip();
    return EmployeeType.of(word)
        .orElseThrow(
            () -> {
              String shown = CleanText.of(word, 40);
              return new RequestRejectedException(
                  new BilingualText(
                      "The employee type '"
                          + shown
                          + "' does not exist. Enter employee_id or employee_no, in lower case.",
                      "ID 类型“" + shown + "”不存在。请填写 employee_id 或 employee_no（小写）。"));
            });
  }

  private static String id(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text.strip();
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof BigInteger) {
      return value.toString();
    }
    String type = TaskInputs.typeName(value);
    throw new RequestRejectedException(
        new BilingualText(
            "The user ID is a " + type + ". Enter text to keep leading zeros.",
            "用户 ID 的类型是 " + type + "。请使用文本，以保留前导零。"));
  }
}
