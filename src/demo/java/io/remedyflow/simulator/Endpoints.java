package io.remedyflow.simulator;

import io.remedyflow.simulator.api.AllowedRemediesEndpoint;
import io.remedyflow.simulator.api.DecisionEndpoint;
import io.remedyflow.simulator.api.EmployeesEndpoint;
import io.remedyflow.simulator.api.RemedyRecordsEndpoint;
import io.remedyflow.simulator.api.StartEndpoint;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.http.Endpoint;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Gate;
import io.remedyflow.simulator.platform.IssuedTokens;
import io.remedyflow.simulator.platform.Throttle;
import java.util.HashMap;
import java.util.Map;

/** What answers at which address: each endpoint behind a gate with a rate limit of its own. */
final class Endpoints {

  private static final int CONTACTS_A_SECOND = 50;
  private static final int CONTACTS_A_MINUTE = 1000;

  private final Map<String, Endpoint> byPath = new HashMap<>();
  private final SimulatorSettings settings;
  private final IssuedTokens tokens;

  Endpoints(SimulatorSettings settings, IssuedTokens tokens, Remedies remedies) {
    this.settings = settings;
    this.tokens = tokens;
    contact(EmployeesEndpoint.PATH, new EmployeesEndpoint(settings.appId, settings.scopes));
    attendance(AllowedRemediesEndpoint.PATH, new AllowedRemediesEndpoint(remedies));
    attendance(StartEndpoint.PATH, new StartEndpoint(remedies));
    attendance(DecisionEndpoint.PATH, new DecisionEndpoint(remedies));
    attendance(
        RemedyRecordsEndpoint.PATH,
        new RemedyRecordsEndpoint(remedies, settings.clock, settings.zone, settings.recordLag));
  }

  /** Beside them, without a gate. */
  Endpoints with(String path, Endpoint endpoint) {
    byPath.put(path, endpoint);
    return this;
  }

  Map<String, Endpoint> byPath() {
    return Map.copyOf(byPath);
  }

  private void contact(String path, Api api) {
    gate(
        path,
        Throttle.perMinuteAndSecond(settings.clock, CONTACTS_A_MINUTE, CONTACTS_A_SECOND),
        api);
  }

  private void attendance(String path, Api api) {
    gate(path, Throttle.perSecond(settings.clock, settings.requestsPerSecond), api);
  }

  private void gate(String path, Throttle throttle, Api api) {
    Throttle limit = settings.limited ? throttle : Throttle.off(settings.clock);
    byPath.put(path, new Gate(tokens, settings.scopes, limit, api));
  }
}
