package io.remedyflow.feishu.token;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of the request that fetches a token. */
public record TenantTokenRequestBody(
    @JsonProperty("app_id") String appId, @JsonProperty("app_secret") String appSecret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "TenantTokenRequestBody[appId=" + appId + "]";
  }
}
