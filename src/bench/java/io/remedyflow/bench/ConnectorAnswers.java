package io.remedyflow.bench;

import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;

/** What users of camunda-connect write as a script: an answer that is none fails the job. */
public final class ConnectorAnswers {

  /** The token of the answer. */
  public String token(int statusCode, String response) {
    return answer(statusCode, response).prop("tenant_access_token").stringValue();
  }

  /** The slots of the answer. */
  public SpinJsonNode slots(int statusCode, String response) {
    return answer(statusCode, response).prop("data").prop("user_allowed_remedys");
  }

  private static SpinJsonNode answer(int statusCode, String response) {
    SpinJsonNode answer = Spin.JSON(response);
    if (statusCode != 200 || answer.prop("code").numberValue().intValue() != 0) {
      throw new IllegalStateException("Feishu answered %d %s".formatted(statusCode, response));
    }
    return answer;
  }
}
