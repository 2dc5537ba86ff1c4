package io.remedyflow.plugin;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.FieldPattern;
import io.remedyflow.camunda.contract.OutputType;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskErrors;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.contract.TaskTemplate;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.GeneralErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A second task, for tests only: how many punches does a badge have? It shares no name with the
 * first one.
 */
final class PunchCount {

  static final CountTask TASK = new CountTask();
  static final CountEndpoint READING = new CountEndpoint(true);
  static final CountEndpoint WRITING = new CountEndpoint(false);

  private PunchCount() {}

  /** The request. */
  record CountQuery(String badge) implements Request<Counted> {

    @Override
    public String subject() {
      return badge;
    }

    @Override
    public String maskedSubject() {
      return badge.charAt(0) + "***";
    }
  }

  /** The answer. */
  record Counted(int punches, String logId) {}

  /** The task. */
  static final class CountTask implements FeishuTask<CountQuery, Counted> {

    private static final TaskContract CONTRACT =
        new TaskContract(
            "countPunches",
            new TaskTemplate(
                "io.remedyflow.count-punches",
                1,
                text("Count punches"),
                text("Counts the punches of a badge."),
                List.of(),
                "",
                List.of()),
            List.of(
                TaskField.text(
                    "badge",
                    "badge",
                    text("Badge"),
                    text("The badge."),
                    "${badge}",
                    FieldPattern.expressionOr("\\w+", text("Give a badge.")),
                    text("a badge"),
                    text("rejection"))),
            new TaskResults(
                output("countStatus", OutputType.STRING),
                List.of(new TaskStatus("COUNTED", text("counted"))),
                List.of(output("punchCount", OutputType.COUNT), output("punches", OutputType.JSON)),
                output("countErrorCode", OutputType.INTEGER),
                output("countMessage", OutputType.STRING)),
            new TaskErrors("COUNT_REJECTED", "COUNT_UNAVAILABLE", text("A rejection.")));

    @Override
    public TaskContract contract() {
      return CONTRACT;
    }

    @Override
    public Class<CountQuery> requestType() {
      return CountQuery.class;
    }

    @Override
    public CountQuery request(TaskInputs inputs, ZoneId zone) {
      Object badge = inputs.value("badge");
      if (TaskInputs.isAbsent(badge)) {
        throw new RequestRejectedException(text("The badge is empty."));
      }
      return new CountQuery(String.valueOf(badge));
    }

    @Override
    public TaskResult result(Counted answer, Language language) {
      return new TaskResult(
          "COUNTED", Map.of("punchCount", answer.punches()), 0, null, answer.logId());
    }

    private static TaskOutput output(String name, OutputType type) {
      return new TaskOutput(name, type, text(name), text(name), text(name));
    }
  }

  /** The endpoint. */
  record CountEndpoint(boolean repeatable) implements Endpoint<CountQuery, Counted> {

    static final String PATH = "/open-apis/test/v1/punches/count";

    @Override
    public String name() {
      return "count";
    }

    @Override
    public boolean isRepeatable() {
      return repeatable;
    }

    @Override
    public String scope() {
      return "test:punches:readonly";
    }

    @Override
    public RateLimits limits() {
      return RateLimits.of(50, null);
    }

    @Override
    public ErrorCodes codes() {
      return GeneralErrorCodes.forScope(scope());
    }

    @Override
    public String path(CountQuery request) {
      return PATH;
    }

    @Override
    public Object body(CountQuery request) {
      return Map.of("badge", request.badge());
    }

    @Override
    public Counted answer(Verdict verdict, CountQuery request) {
      return new Counted(
          verdict.envelope().data() == null ? 0 : verdict.envelope().data().path("punches").asInt(),
          String.valueOf(verdict.logId()));
    }

    @Override
    public boolean isDenial(Counted answer) {
      return false;
    }

    @Override
    public List<PersonalValue> personalValues(CountQuery request) {
      return List.of(new PersonalValue(request.badge(), request.maskedSubject()));
    }
  }

  private static BilingualText text(String text) {
    return new BilingualText(text, text);
  }
}
