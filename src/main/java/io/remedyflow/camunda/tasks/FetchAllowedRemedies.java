package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.RemedyDates;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import java.time.ZoneId;
import java.util.Map;

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
        EmployeeInputs.employee(inputs),
        RemedyDates.read(
            inputs.value(RemedyVariables.REMEDY_DATE), RemedyQuery.REMEDY_DATE, () -> zone));
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
}
