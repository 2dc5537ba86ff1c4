package io.remedyflow.simulator;

import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.platform.Scope;
import io.remedyflow.simulator.platform.TokenEndpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a simulator is to be; every setting has a usual value. Has no text form that shows a secret.
 */
public final class SimulatorSettings {

  int port;
  InstantSource clock = InstantSource.system();
  ZoneId zone = Company.ZONE;
  int requestsPerSecond = 50;
  boolean limited = true;
  Duration recordLag = Duration.ZERO;
  final Set<Scope> scopes = EnumSet.allOf(Scope.class);
  Duration latency = Duration.ZERO;
  int requestsKept = 10_000;
  String appId = "cli_simulator";
  String appSecret = "not-a-real-secret";

  SimulatorSettings() {}

  /** The port on 127.0.0.1; 0 (the usual value) takes a free one. */
  public SimulatorSettings port(int port) {
    this.port = port;
    return this;
  }

  /** Where tokens, the limit and "today" get the time from; usually the system's clock. */
  public SimulatorSettings clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** The zone of every attendance group; usually {@link Company#ZONE}. */
  public SimulatorSettings zone(ZoneId zone) {
    this.zone = zone;
    return this;
  }

  /**
   * Requests that each of the attendance endpoints answers in one second of the clock; usually 50,
   * as the pages say. The contact endpoint keeps to its page: 50 a second and 1,000 a minute. With
   * a clock that stands still the second never ends. Scripted answers and requests without a valid
   * token or scope do not count.
   */
  public SimulatorSettings requestsPerSecond(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one request a second, or unlimited(): " + limit);
    }
    requestsPerSecond = limit;
    limited = true;
    return this;
  }

  /** No limit at all, of no endpoint. */
  public SimulatorSettings unlimited() {
    limited = false;
    return this;
  }

  /** How long every answer takes at least, in real time; usually nothing. */
  public SimulatorSettings latency(Duration latency) {
    this.latency = latency;
    return this;
  }

  /**
   * Takes a scope away from the app, which usually has all that an endpoint here asks for.
   *
   * @param name as the developer console has it, such as "attendance:task"
   */
  public SimulatorSettings withoutScope(String name) {
    scopes.remove(Scope.named(name));
    return this;
  }

  /**
   * For how long, by the clock, a remedy that was started is not found by the endpoint that tells
   * what remedies there are; usually not at all.
   */
  public SimulatorSettings recordLag(Duration lag) {
    recordLag = lag;
    return this;
  }

  /** How many of the latest requests are remembered; usually 10,000. */
  public SimulatorSettings requestsKept(int count) {
    requestsKept = count;
    return this;
  }

  /**
   * The one app that is registered: tokens of a simulator with another id are unknown to this one.
   *
   * @param id begins with "cli_", as Feishu's do
   */
  public SimulatorSettings app(String id, String secret) {
    if (!id.startsWith(TokenEndpoint.APP_ID_PREFIX) || secret.isEmpty()) {
      throw new IllegalArgumentException("an app id begins with cli_, and a secret is not empty");
    }
    appId = id;
    appSecret = secret;
    return this;
  }

  /** Starts a simulator like this. */
  public FeishuSimulator start() {
    return new FeishuSimulator(this);
  }
}
