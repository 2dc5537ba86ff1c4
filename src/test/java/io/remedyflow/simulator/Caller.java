package io.remedyflow.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client written after the official page, in plain HTTP. */
final class Caller {

  static final String TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
  static final String REMEDIES_PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final FeishuSimulator feishu;

  Caller(FeishuSimulator feishu) {
    this.feishu = feishu;
  }

  JsonNode fetchToken() throws IOException, InterruptedException {
    return fetchToken(
        "{\"app_id\": \"%s\", \"app_secret\": \"%s\"}"
            .formatted(feishu.appId(), feishu.appSecret()));
  }

  JsonNode fetchToken(String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(json(TOKEN_PATH).POST(BodyPublishers.ofString(body)).build());
    return MAPPER.readTree(response.body());
  }

  String token() throws IOException, InterruptedException {
    return fetchToken().path("tenant_access_token").asText();
  }

  HttpResponse<String> call(String employeeId, int day) throws IOException, InterruptedException {
    return call("employee_id", employeeId, day);
  }

  HttpResponse<String> call(String employeeType, String userId, int day)
      throws IOException, InterruptedException {
    return send(request(token(), employeeType, userId, day).build());
  }

  HttpResponse<String> callWith(String token) throws IOException, InterruptedException {
    return send(request(token, "employee_id", "late.li", 20210104).build());
  }

  HttpRequest.Builder request(String token, String employeeType, String userId, int day) {
    String body = "{\"user_id\": \"%s\", \"remedy_date\": %d}".formatted(userId, day);
    return json(REMEDIES_PATH + "?employee_type=" + employeeType)
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(body));
  }

  HttpRequest.Builder json(String pathAndQuery) {
    return to(pathAndQuery).header("Content-Type", "application/json; charset=utf-8");
  }

  /** A test that waits for an answer in vain fails after a while instead of hanging. */
  HttpRequest.Builder to(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(feishu.baseUrl() + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  static int code(HttpResponse<String> response) throws IOException {
    return json(response).path("code").asInt(-1);
  }

  static String logId(HttpResponse<String> response) {
    return response.headers().firstValue("X-Tt-Logid").orElseThrow();
  }
}
