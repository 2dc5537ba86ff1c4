package io.remedyflow.simulator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import java.util.Optional;

/** Sells tokens to the one app. Its answers are flat, and its failures come with HTTP 200. */
public final class TokenEndpoint implements Endpoint {

  /** Its address. */
  public static final String PATH = "/open-apis/auth/v3/tenant_access_token/internal";

  /** What the id of every app begins with. */
  public static final String APP_ID_PREFIX = "cli_";

  private final IssuedTokens tokens;
  private final String appId;
  private volatile String appSecret;

  /** Knows one app. */
  public TokenEndpoint(IssuedTokens tokens, String appId, String appSecret) {
    this.tokens = tokens;
    this.appId = appId;
    this.appSecret = appSecret;
  }

  /** From now on, only this secret is right. */
  public void changeSecret(String secret) {
    appSecret = secret;
  }

  @Override
  public Answer answer(Request request, String logId) {
    if (!request.method().equals("POST")) {
      return Endpoint.wrongMethod(logId);
    }
    Optional<ObjectNode> body =
        Endpoint.sendsJson(request) ? Json.object(request.body()) : Optional.empty();
    JsonNode id = body.map(json -> json.path("app_id")).orElseGet(Json::object);
    JsonNode secret = body.map(json -> json.path("app_secret")).orElseGet(Json::object);
    if (!id.asText().startsWith(APP_ID_PREFIX)
        || !secret.isTextual()
        || secret.asText().isEmpty()) {
      return failure(10003, "invalid param");
    }
    if (!id.asText().equals(appId)) {
      return failure(10014, "app id not exists");
    }
    if (!secret.asText().equals(appSecret)) {
      return failure(10014, "app secret invalid");
    }
    IssuedTokens.Grant grant = tokens.grant();
    return Answer.json(
        200,
        Json.object()
            .put("code", 0)
            .put("msg", "ok")
            .put("tenant_access_token", grant.token())
            .put("expire", grant.expire()));
  }

  private static Answer failure(int code, String msg) {
    return Answer.json(200, Json.object().put("code", code).put("msg", msg));
  }
}
