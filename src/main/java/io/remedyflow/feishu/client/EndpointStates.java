package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.ratelimit.RateLimiters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints of one connection, each known from its first use. Safe for use by many threads. */
final class EndpointStates {

  private final ConnectionSettings settings;
  private final RateLimiters limiters;
  private final BlockedApp blockedApp;
  private final Map<String, EndpointState> states = new ConcurrentHashMap<>();

  EndpointStates(ConnectionSettings settings, RateLimiters limiters, BlockedApp blockedApp) {
    this.settings = settings;
    this.limiters = limiters;
    this.blockedApp = blockedApp;
  }

  EndpointState of(Endpoint<?, ?> endpoint) {
    EndpointState known = states.get(endpoint.name()); // nearly always, without a lock
    return known == null
        ? states.computeIfAbsent(endpoint.name(), name -> create(endpoint))
        : known;
  }

  private EndpointState create(Endpoint<?, ?> endpoint) {
    return new EndpointState(
        limiters.of(endpoint.name(), settings.rateLimits(endpoint.limits())),
        new RecentLatency(),
        blockedApp.ofEndpoint(endpoint.name()));
  }

  /** Whether Feishu blocks any of them. */
  boolean isAnyBlocked() {
    return states.values().stream().anyMatch(state -> state.block().isOn());
  }
}
