package io.remedyflow.simulator;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A Feishu that runs on this machine: the token endpoint and "fetch allowed remedy times",
 * answering for the employees of {@link Company} under the rules of the official page.
 *
 * <p>It listens on 127.0.0.1 only. The same requests get the same answers on every run, log ids
 * included; time comes from the given clock alone. Safe for use by several threads. A browser finds
 * the directory and the latest requests at the address itself.
 *
 * <pre>{@code
 * try (var feishu = FeishuSimulator.start()) {
 *   feishu.onRemedies(Fault.answer(500, 1225000, "internal server error"));
 *   // call feishu.baseUrl() as feishu.appId() with feishu.appSecret()
 *   assertThat(feishu.requests()).hasSize(2);
 * }
 * }</pre>
 */
public final class FeishuSimulator implements AutoCloseable {

  private final String appId;
  private volatile String appSecret;
  private final RequestLog log;
  private final IssuedTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final Reception reception;

  FeishuSimulator(SimulatorSettings settings) {
    appId = settings.appId;
    appSecret = settings.appSecret;
    log = new RequestLog(settings.requestsKept);
    tokens = new IssuedTokens(settings.clock, appId);
    tokenEndpoint = new TokenEndpoint(tokens, appId, appSecret);
    var throttle = new Throttle(settings.clock, settings.requestsPerSecond);
    reception =
        new Reception(
            settings,
            log,
            Map.of(
                TokenEndpoint.PATH, tokenEndpoint,
                RemediesEndpoint.PATH, new RemediesEndpoint(tokens, throttle, settings.clock),
                FrontPage.PATH, new FrontPage(log)));
  }

  /** Starts one with the usual settings on a free port. */
  public static FeishuSimulator start() {
    return with().start();
  }

  /** Settings other than the usual ones, then {@link SimulatorSettings#start()}. */
  public static SimulatorSettings with() {
    return new SimulatorSettings();
  }

  /** Where it listens, without a slash at the end. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + reception.port());
  }

  /** The one app that is registered here. */
  public String appId() {
    return appId;
  }

  /** Its secret. */
  public String appSecret() {
    return appSecret;
  }

  /**
   * Changes the secret, as an administrator does in the developer console. Only the new one gets
   * tokens from now on. Those issued before stay valid: Feishu does not say what becomes of them; a
   * test that means them to end calls {@link #revokeTokens} as well.
   */
  public void changeSecret(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a secret is not empty");
    }
    appSecret = secret;
    tokenEndpoint.changeSecret(secret);
  }

  /**
   * Scripts the next answers to requests for a token, in this order after those already scripted.
   */
  public void onToken(Fault... next) {
    reception.script(TokenEndpoint.PATH, List.of(next));
  }

  /** Scripts the next answers to calls for remedies, in this order after those scripted. */
  public void onRemedies(Fault... next) {
    reception.script(RemediesEndpoint.PATH, List.of(next));
  }

  /** Forgets the faults that have not happened yet. */
  public void clearFaults() {
    reception.forgetFaults();
  }

  /** Makes every token issued so far invalid; the next request for one gets a new one. */
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /** The latest requests, oldest first, those still without an answer included. */
  public List<RecordedRequest> requests() {
    return log.all();
  }

  /** Those of {@link #requests()} that wanted a token. */
  public List<RecordedRequest> tokenRequests() {
    return requestsTo(TokenEndpoint.PATH);
  }

  /** Those of {@link #requests()} that were calls for remedies. */
  public List<RecordedRequest> remedyRequests() {
    return requestsTo(RemediesEndpoint.PATH);
  }

  private List<RecordedRequest> requestsTo(String path) {
    return log.all().stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    log.clear();
  }

  /** Stops at once: requests that still wait get no answer. */
  @Override
  public void close() {
    reception.close();
  }
}
