package io.remedyflow.feishu.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.GeneralErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.BilingualText;
import java.util.List;
import java.util.Map;

/** An endpoint that no Feishu has: it is given a text, and answers with an id. */
record FakeEndpoint(String name, RateLimits limits, boolean isRepeatable)
    implements Endpoint<String, String> {

  static FakeEndpoint named(String name) {
    return new FakeEndpoint(name, RateLimits.of(50, null), true);
  }

  FakeEndpoint thatWrites() {
    return new FakeEndpoint(name, limits, false);
  }

  @Override
  public String scope() {
    return "fake:" + name;
  }

  @Override
  public ErrorCodes codes() {
    return GeneralErrorCodes.forScope(scope());
  }

  @Override
  public String path(String text) {
    return "/open-apis/fake/v1/" + name;
  }

  @Override
  public Object body(String text) {
    return Map.of("text", text);
  }

  @Override
  public String answer(Verdict verdict, String text) {
    JsonNode data = verdict.envelope().data();
    if (data == null || !data.path("id").isTextual()) {
      throw FeishuException.answered(new BilingualText("The answer has no id.", "响应中没有 id。"))
          .retryable()
          .build();
    }
    String id = data.path("id").asText();
    if (id.equals("boom")) {
      throw new IllegalStateException(id);
    }
    if (id.equals("crash")) {
      throw new StackOverflowError(id);
    }
    return id;
  }

  @Override
  public boolean isDenial(String answer) {
    return false;
  }

  @Override
  public List<PersonalValue> personalValues(String text) {
    return List.of();
  }
}
