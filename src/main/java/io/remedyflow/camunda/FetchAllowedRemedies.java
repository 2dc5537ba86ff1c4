package io.remedyflow.camunda;

import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task {@code ${fetchAllowedRemedies}}: which punches of a day may an employee remedy? */
public final class FetchAllowedRemedies implements FeishuTask<RemedyQuery, RemedyOutcome> {

  /** The only instance. */
  public static final FetchAllowedRemedies TASK = new FetchAllowedRemedies();

  private FetchAllowedRemedies() {}

  @Override
  public TaskContract contract() {
    return FetchAllowedRemediesContract.CONTRACT;
  }

  @Override
  public Class<RemedyQuery> requestType() {
    return RemedyQuery.class;
  }

  @Override
  public RemedyQuery request(TaskInputs inputs, ZoneId zone) {
    return new RemedyQuery(
        employeeType(inputs),
        userId(inputs.value(RemedyVariables.USER_ID)),
        RemedyDates.read(inputs.value(RemedyVariables.REMEDY_DATE), () -> zone));
  }

  @Override
  public TaskResult result(RemedyOutcome outcome, Language language) {
    if (outcome instanceof RemedyOutcome.Available available) {
      return new TaskResult(
          RemedyStatus.AVAILABLE.name(),
          Map.of(
              RemedyVariables.REMEDY_SLOTS,
              SlotsJson.of(available.slots(), language),
              RemedyVariables.REMEDY_SLOT_COUNT,
              available.slots().size()),
          0,
          null,
          available.logId());
    }
    if (outcome instanceof RemedyOutcome.Denied denied) {
      return new TaskResult(
          RemedyStatus.of(denied.reason()).name(),
          Map.of(),
          denied.code(),
          denied.explanation(),
          denied.logId());
    }
    throw new IllegalArgumentException("an outcome of an unforeseen kind");
  }

  private static EmployeeType employeeType(TaskInputs inputs) {
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

  private static String userId(@Nullable Object value) {
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
