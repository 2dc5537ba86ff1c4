package io.remedyflow.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.lark.oapi.service.attendance.v1.model.UserAllowedRemedy;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One call without an engine: microseconds of each client. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClientBenchmark {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNPACED = 100_000;

  private Feishu feishu;
  private FeishuConnection connection;
  private HttpClientDelegate httpClient;
  private SdkDelegate sdk;
  private HttpClient java;

  /** A Feishu without limit and latency, and a client of each kind. */
  @Setup
  public void start() {
    Bench.beQuiet();
    feishu = Feishu.start();
    feishu.follow(Rules.unlimited(Duration.ZERO));
    connection =
        new FeishuConnection(
            ConnectionSettings.builder("default")
                .appId("cli_bench")
                .appSecret(AppSecret.of("secret"))
                .baseUrl(feishu.baseUrl())
                .requestsPerSecond(UNPACED)
                .build());
    httpClient = new HttpClientDelegate(feishu.baseUrl(), HttpClientDelegate.Outputs.TWO);
    sdk = new SdkDelegate(feishu.baseUrl());
    java = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** Ends it all. */
  @TearDown
  public void stop() throws IOException {
    connection.close();
    httpClient.close();
    feishu.close();
  }

  /** Ours, with validation, pacing, mapping, its log line switched off. */
  @Benchmark
  public RemedyOutcome ours() {
    return connection.call(
        AllowedRemediesEndpoint.INSTANCE,
        new RemedyQuery(EmployeeType.EMPLOYEE_ID, "e1", LocalDate.of(2024, 1, 5)));
  }

  /** Apache HttpClient 5, pooled, the answer as a JSON tree. */
  @Benchmark
  public JsonNode httpClient5() throws IOException {
    return httpClient.call("e1");
  }

  /** Lark's official SDK. */
  @Benchmark
  public UserAllowedRemedy[] larkSdk() throws Exception {
    return sdk.call("e1");
  }

  /** The JDK's client, the answer as a JSON tree. */
  @Benchmark
  public JsonNode javaNetHttp() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                feishu
                    .baseUrl()
                    .resolve(
                        "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=employee_id"))
            .header("Authorization", "Bearer t-bench")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(
                BodyPublishers.ofByteArray(
                    JSON.writeValueAsBytes(Map.of("user_id", "e1", "remedy_date", 20240105))))
            .build();
    return JSON.readTree(java.send(request, BodyHandlers.ofByteArray()).body());
  }
}
