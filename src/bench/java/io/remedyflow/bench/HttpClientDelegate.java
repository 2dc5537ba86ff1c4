package io.remedyflow.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.plugin.variable.SpinValues;

/** What a good engineer would write by hand: a pooled client, a cached token, and nothing more. */
final class HttpClientDelegate implements JavaDelegate, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI baseUrl;
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(64)
                  .setMaxConnTotal(64)
                  .build())
          .setDefaultRequestConfig(
              RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(10)).build())
          .disableAutomaticRetries()
          .disableCookieManagement()
          .disableRedirectHandling()
          .disableContentCompression()
          .build();
  private final Outputs outputs;
  private volatile String token;

  /** What it writes. */
  enum Outputs {
    /** The status and the slots. */
    TWO,
    /** As much as our task. */
    SIX,
    /** The same, for output parameters to map. */
    SIX_LOCAL
  }

  HttpClientDelegate(URI baseUrl, Outputs outputs) {
    this.baseUrl = baseUrl;
    this.outputs = outputs;
  }

  @Override
  public void execute(DelegateExecution execution) throws IOException {
    JsonNode slots = call((String) execution.getVariable("userId"));
    Map<String, Object> found = new HashMap<>();
    found.put("remedyStatus", slots.isEmpty() ? "NOT_NEEDED" : "AVAILABLE");
    found.put("remedySlots", SpinValues.jsonValue(slots.toString()).create());
    if (outputs != Outputs.TWO) {
      found.put("remedySlotCount", slots.size());
      found.put("remedyErrorCode", 0);
      found.put("remedyMessage", null);
      found.put("feishuLogId", "bench");
    }
    if (outputs == Outputs.SIX_LOCAL) {
      execution.setVariablesLocal(found);
    } else {
      execution.setVariables(found);
    }
  }

  /** The slots of this employee. */
  JsonNode call(String userId) throws IOException {
    return post(
            "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=employee_id",
            token(),
            Map.of("user_id", userId, "remedy_date", 20240105))
        .path("data")
        .path("user_allowed_remedys");
  }

  private String token() throws IOException {
    if (token == null) {
      token =
          post(
                  "/open-apis/auth/v3/tenant_access_token/internal",
                  null,
                  Map.of("app_id", "cli_bench", "app_secret", "secret"))
              .path("tenant_access_token")
              .asText();
    }
    return token;
  }

  private JsonNode post(String path, String token, Map<String, ?> body) throws IOException {
    ClassicRequestBuilder request =
        ClassicRequestBuilder.post(baseUrl.resolve(path))
            .setEntity(
                new ByteArrayEntity(JSON.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
    if (token != null) {
      request.addHeader("Authorization", "Bearer " + token);
    }
    JsonNode answer =
        client.execute(
            request.build(), response -> JSON.readTree(response.getEntity().getContent()));
    if (answer.path("code").asInt(-1) != 0) {
      throw new IOException("Feishu answered " + answer);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
