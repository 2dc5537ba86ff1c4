package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import io.remedyflow.remedy.employee.EmployeeOutcome.Found;
import io.remedyflow.remedy.employee.EmployeeOutcome.Inactive;
import io.remedyflow.remedy.employee.EmployeeOutcome.NotFound;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task {@code ${findEmployee}}: which employee has this e-mail or mobile? */
public final class FindEmployee implements FeishuTask<EmployeeQuery, EmployeeOutcome> {

  /** The only instance. */
  public static final FindEmployee TASK = new FindEmployee();

  private static final int SUCCESS = 0;

  private FindEmployee() {}

  @Override
  public TaskContract contract() {
    return FindEmployeeContract.CONTRACT;
  }

  @Override
  public Class<EmployeeQuery> requestType() {
    return EmployeeQuery.class;
  }

  @Override
  public EmployeeQuery request(TaskInputs inputs, ZoneId zone) {
    return new EmployeeQuery(address(inputs), includesResigned(inputs));
  }

  @Override
  public TaskResult result(EmployeeOutcome outcome, Language language) {
    if (outcome instanceof Found found) {
      return result(FindEmployeeContract.FOUND, found.userId(), null, found.logId());
    }
    if (outcome instanceof Inactive inactive) {
      return result(
          FindEmployeeContract.INACTIVE,
          inactive.userId(),
          inactive.explanation(),
          inactive.logId());
    }
    NotFound none = (NotFound) outcome;
    return new TaskResult(
        FindEmployeeContract.NOT_FOUND, Map.of(), SUCCESS, none.explanation(), none.logId());
  }

  private static TaskResult result(
      String status, String userId, @Nullable BilingualText message, @Nullable String logId) {
    return new TaskResult(status, Map.of(RemedyVariables.USER_ID, userId), SUCCESS, message, logId);
  }

  private static EmployeeAddress address(TaskInputs inputs) {
    Object email = inputs.value(FindEmployeeContract.EMAIL);
    Object mobile = inputs.value(FindEmployeeContract.MOBILE);
    if (TaskInputs.isAbsent(email) == TaskInputs.isAbsent(mobile)) {
      throw new RequestRejectedException(
          TaskInputs.isAbsent(email)
              ? new BilingualText(
                  "There is neither an e-mail nor a mobile. Enter one of them.",
                  "邮箱和手机号都为空。请填写其中一项。")
              : new BilingualText(
                  "There are both an e-mail and a mobile, which may belong to two people. Enter only one of them.",
                  "同时填写了邮箱和手机号，两者可能属于不同的人。请只填写其中一项。"));
    }
    return TaskInputs.isAbsent(email)
        ? EmployeeAddress.Mobile.of(text(mobile))
        : EmployeeAddress.Email.of(text(email));
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String || value instanceof Long || value instanceof Integer) {
      return value.toString();
    }
    String type = TaskInputs.typeName(value);
    throw new RequestRejectedException(
        new BilingualText(
            "The e-mail or mobile is a " + type + ". Enter text.",
            "邮箱或手机号的类型是 " + type + "。请使用文本。"));
  }

  private static boolean includesResigned(TaskInputs inputs) {
    Object value = inputs.value(FindEmployeeContract.INCLUDE_RESIGNED);
    if (TaskInputs.isAbsent(value)) {
      return false;
    }
    String word = String.valueOf(value).strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new RequestRejectedException(
              new BilingualText(
                  "includeResigned is '%s'. Set it to true or false."
                      .formatted(CleanText.of(word, 40)),
                  "includeResigned 的值为“%s”。请设为 true 或 false。".formatted(CleanText.of(word, 40))));
    };
  }
}
