package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.client.FeishuConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operator may see of a connection: its configuration and its current state. The app's id
 * is not a secret (links to the app contain it); no other credential is shown.
 */
final class ConnectionFacts {

  private ConnectionFacts() {}

  static Map<String, Object> of(FeishuConnection connection) {
    ConnectionSettings settings = connection.settings();
    ConnectionState state = connection.state();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("host", settings.baseUrl().getHost());
    facts.put("appId", settings.appId());
    facts.put("language", settings.language().tag());
    facts.put("zone", settings.zone().getId());
    facts.put("callsInFlight", state.callsInFlight());
    facts.put("circuitOpen", state.circuitOpen());
    facts.put("appBlocked", state.appBlocked());
    facts.put("retryBudget", state.retryBudget());
    facts.put("cooldown", state.cooldown().toString());
    facts.put("backlog", Duration.ofSeconds(state.backlog().toSeconds()).toString());
    return facts;
  }
}
