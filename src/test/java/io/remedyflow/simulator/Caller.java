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

/** Somebody who read the official page and talks plain HTTP. */
final class Caller {

  static final String TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
  static final String REMEDIES_PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys";
  static final String EMPLOYEES_PATH = "/open-apis/contact/v3/users/batch_get_id";
  static final String START_PATH = "/open-apis/attendance/v1/user_task_remedys";
  static final String DECISION_PATH = "/open-apis/attendance/v1/approval_infos/process";
  static final String RECORDS_PATH = "/open-apis/attendance/v1/user_task_remedys/query";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final FeishuSimulator feishu;

  Caller(FeishuSimulator feishu) {
    this.feishu = feishu;
  }

  JsonNode askForToken() throws IOException, InterruptedException {
    return askForToken(
        "{\"app_id\": \"%s\", \"app_secret\": \"%s\"}"
            .formatted(feishu.appId(), feishu.appSecret()));
  }

  JsonNode askForToken(String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(json(TOKEN_PATH).POST(BodyPublishers.ofString(body)).build());
    return MAPPER.readTree(response.body());
  }

  String token() throws IOException, InterruptedException {
    return askForToken().path("tenant_access_token").asText();
  }

  HttpResponse<String> ask(String employeeId, int day) throws IOException, InterruptedException {
    return ask("employee_id", employeeId, day);
  }

  HttpResponse<String> ask(String employeeType, String userId, int day)
      throws IOException, InterruptedException {
    return send(question(token(), employeeType, userId, day).build());
  }

  HttpResponse<String> askWith(String token) throws IOException, InterruptedException {
    return send(question(token, "employee_id", "late.li", 20210104).build());
  }

  HttpRequest.Builder question(String token, String employeeType, String userId, int day) {
    String body = "{\"user_id\": \"%s\", \"remedy_date\": %d}".formatted(userId, day);
    return json(REMEDIES_PATH + "?employee_type=" + employeeType)
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(body));
  }

  /** With a valid token, and the content type that the pages fix. */
  HttpResponse<String> post(String pathAndQuery, String body)
      throws IOException, InterruptedException {
    return send(request(pathAndQuery, body).build());
  }

  HttpRequest.Builder request(String pathAndQuery, String body)
      throws IOException, InterruptedException {
    return json(pathAndQuery)
        .header("Authorization", "Bearer " + token())
        .POST(BodyPublishers.ofString(body));
  }

  /** Of a clock-in at nine, for one of the many who are late. */
  HttpResponse<String> start(String employeeId, int day) throws IOException, InterruptedException {
    String date = "%d-%02d-%02d".formatted(day / 10000, day / 100 % 100, day % 100);
    return start(employeeId, day, 0, 1, date + " 09:00");
  }

  HttpResponse<String> start(String employeeId, int day, int punchNo, int workType, String time)
      throws IOException, InterruptedException {
    return post(
        START_PATH + "?employee_type=employee_id",
        """
        {"user_id": "%s", "remedy_date": %d, "punch_no": %d, "work_type": %d,
         "remedy_time": "%s", "reason": "忘记打卡"}"""
            .formatted(employeeId, day, punchNo, workType, time));
  }

  String started(String employeeId, int day) throws IOException, InterruptedException {
    return approvalId(start(employeeId, day));
  }

  static String approvalId(HttpResponse<String> started) throws IOException {
    return json(started).path("data").path("user_remedy").path("approval_id").textValue();
  }

  /**
   * @param action 1 rejects, 2 approves, 4 revokes
   */
  HttpResponse<String> decide(String approvalId, int action)
      throws IOException, InterruptedException {
    return post(
        DECISION_PATH,
        "{\"approval_id\": \"%s\", \"approval_type\": \"remedy\", \"status\": %d}"
            .formatted(approvalId, action));
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
