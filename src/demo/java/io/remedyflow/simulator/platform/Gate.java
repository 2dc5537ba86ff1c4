package io.remedyflow.simulator.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.http.ErrorReply;
import io.remedyflow.simulator.http.ErrorReplyException;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gateway in front of one endpoint: method, token, scope and rate limit, then the endpoint. */
public final class Gate implements Endpoint {

  private final IssuedTokens tokens;
  private final Set<Scope> granted;
  private final Throttle throttle;
  private final Api api;

  /** A throttle belongs to one gate. */
  public Gate(IssuedTokens tokens, Set<Scope> granted, Throttle throttle, Api api) {
    this.tokens = tokens;
    this.granted = Set.copyOf(granted);
    this.throttle = throttle;
    this.api = api;
  }

  @Override
  public Answer answer(Request request, String logId) {
    if (!request.method().equals("POST")) {
      return Endpoint.wrongMethod(logId);
    }
    try {
      checkToken(request.headers().get("Authorization"));
      if (!granted.contains(api.scope())) {
        throw api.scope().errorReply().thrown();
      }
      Optional<Answer> tooMany = throttle.errorReply(logId);
      return tooMany.isPresent() ? tooMany.get() : success(api.data(request));
    } catch (ErrorReplyException e) {
      return e.answer(logId);
    }
  }

  private void checkToken(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      throw error(99991661, "Missing access token for authorization, send a Bearer");
    }
    String token = authorization.substring("Bearer ".length());
    if (token.startsWith("u-")) {
      throw error(99991668, "user access token not support");
    }
    if (!token.matches("t-[A-Za-z0-9._-]+")) {
      throw error(99991671, "token must start with t- or u-");
    }
    if (!tokens.accepts(token)) {
      throw error(99991663, "Invalid access token for authorization");
    }
  }

  private static ErrorReplyException error(int code, String msg) {
    return new ErrorReply(400, code, msg).thrown();
  }

  private static Answer success(ObjectNode data) {
    ObjectNode body = Json.object().put("code", 0).put("msg", "success");
    body.set("data", data);
    return Answer.json(200, body);
  }
}
