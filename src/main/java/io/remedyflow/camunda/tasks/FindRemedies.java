package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.RemedyDates;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyRecords;
import io.remedyflow.remedy.approval.RemedyState;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The task {@code ${findRemedies}}: which remedies do these employees have? */
public final class FindRemedies implements FeishuTask<RecordsQuery, RemedyRecords> {

  /** The only instance. */
  public static final FindRemedies TASK = new FindRemedies();

  private static final int SUCCESS = 0;

  private FindRemedies() {}

  @Override
  public TaskContract contract() {
    return FindRemediesContract.CONTRACT;
  }

  @Override
  public Class<RecordsQuery> requestType() {
    return RecordsQuery.class;
  }

  @Override
  public RecordsQuery request(TaskInputs inputs, ZoneId zone) {
    return new RecordsQuery(
        employees(inputs),
        RemedyDates.read(
            inputs.value(FindRemediesContract.FROM), RecordsQuery.FIRST_DAY, () -> zone),
        RemedyDates.read(inputs.value(FindRemediesContract.TO), RecordsQuery.LAST_DAY, () -> zone),
        states(inputs.valueOrJson(FindRemediesContract.STATES)),
        zone);
  }

  @Override
  public TaskResult result(RemedyRecords found, Language language) {
    boolean none = found.records().isEmpty();
    return new TaskResult(
        none ? FindRemediesContract.NONE : FindRemediesContract.FOUND,
        Map.of(
            FindRemediesContract.REMEDIES,
            RemediesJson.of(found.records()),
            FindRemediesContract.REMEDY_COUNT,
            found.records().size()),
        SUCCESS,
        null,
        found.logId());
  }

  private static List<EmployeeId> employees(TaskInputs inputs) {
    Object value = inputs.valueOrJson(RemedyVariables.USER_ID);
    List<?> ids = value instanceof String text ? InputLists.read(text) : Arrays.asList(value);
    return ids.stream().map(id -> EmployeeInputs.employee(inputs, id)).toList();
  }

  private static Set<RemedyState> states(@Nullable Object value) {
    Set<RemedyState> states = EnumSet.noneOf(RemedyState.class);
    if (value instanceof String text) {
      InputLists.read(text).forEach(word -> states.add(state(String.valueOf(word))));
    } else if (value != null) {
      throw unknown(TaskInputs.typeName(value));
    }
    return states.isEmpty() ? EnumSet.allOf(RemedyState.class) : states;
  }

  private static RemedyState state(String word) {
    return Arrays.stream(RemedyState.values())
        .filter(state -> state.name().equals(word.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> unknown(CleanText.of(word, 40)));
  }

  private static RequestRejectedException unknown(String shown) {
    return new RequestRejectedException(
        new BilingualText(
            "The state '%s' does not exist. Enter PENDING, REJECTED, APPROVED, CANCELLED or WITHDRAWN, separated by commas, or nothing for all."
                .formatted(shown),
            "状态“%s”不存在。请填写 PENDING、REJECTED、APPROVED、CANCELLED 或 WITHDRAWN，用逗号分隔；留空表示全部。"
                .formatted(shown)));
  }
}
