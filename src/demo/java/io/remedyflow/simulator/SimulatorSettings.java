package io.remedyflow.simulator;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a simulator is to be; every setting has a usual value. Has no text form that shows a secret.
 */
public final class SimulatorSettings {

  int port;
  InstantSource clock = InstantSource.system();
  int requestsPerSecond = 50;
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

  /**
   * Calls for remedies that are answered in one second of the clock; usually 50, as the page says.
   * With a clock that stands still the second never ends. Scripted answers and calls without a
   * valid token do not count.
   */
  public SimulatorSettings requestsPerSecond(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one request a second, or unlimited(): " + limit);
    }
    requestsPerSecond = limit;
    return this;
  }

  /** No limit at all. */
  public SimulatorSettings unlimited() {
    requestsPerSecond = Throttle.OFF;
    return this;
  }

  /** How long every answer takes at least, in real time; usually nothing. */
  public SimulatorSettings latency(Duration latency) {
    this.latency = latency;
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
