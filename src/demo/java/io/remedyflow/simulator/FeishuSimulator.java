package io.remedyflow.simulator;

import io.remedyflow.simulator.api.AllowedRemediesEndpoint;
import io.remedyflow.simulator.api.DecisionEndpoint;
import io.remedyflow.simulator.api.EmployeesEndpoint;
import io.remedyflow.simulator.api.RemedyRecordsEndpoint;
import io.remedyflow.simulator.api.StartEndpoint;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.company.Wish;
import io.remedyflow.simulator.http.Act;
import io.remedyflow.simulator.http.ErrorReplyException;
import io.remedyflow.simulator.http.Reception;
import io.remedyflow.simulator.platform.IssuedTokens;
import io.remedyflow.simulator.platform.TokenEndpoint;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A Feishu that runs on this machine: tokens, and the whole road of a remedy (find the employee,
 * fetch what may be remedied, start a remedy, report the decision, find what remedies there are),
 * answering for the employees of {@link Company} under the rules of the official pages.
 *
 * <p>It listens on 127.0.0.1 only. The same requests get the same answers on every run, log ids
 * included; time comes from the given clock alone. Every simulator begins without a remedy, and
 * remembers those that are started. Safe for use by several threads. A browser finds the directory,
 * the remedies and the latest requests at the address itself.
 *
 * <pre>{@code
 * try (var feishu = FeishuSimulator.start()) {
 *   feishu.onRemedies(Fault.answer(500, 1225000, "internal server error"));
 *   // ask feishu.baseUrl() as feishu.appId() with feishu.appSecret()
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
  private final Remedies remedies;
  private final Reception reception;

  FeishuSimulator(SimulatorSettings settings) {
    appId = settings.appId;
    appSecret = settings.appSecret;
    log = new RequestLog(settings.requestsKept);
    tokens = new IssuedTokens(settings.clock, appId);
    tokenEndpoint = new TokenEndpoint(tokens, appId, appSecret);
    remedies = new Remedies(settings.clock, settings.zone);
    reception =
        new Reception(
            settings.port,
            settings.latency,
            settings.clock,
            log,
            new Endpoints(settings, tokens, remedies)
                .with(TokenEndpoint.PATH, tokenEndpoint)
                .with(FrontPage.PATH, new FrontPage(log, remedies))
                .byPath());
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
   * tokens from now on. Those issued before stay valid: Feishu does not say what becomes of them,
   * so that whoever means them to end calls {@link #revokeTokens} as well.
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
    script(TokenEndpoint.PATH, next);
  }

  /** The same for requests that look for employees by address or number. */
  public void onEmployees(Fault... next) {
    script(EmployeesEndpoint.PATH, next);
  }

  /** The same for requests that ask what may be remedied. */
  public void onRemedies(Fault... next) {
    script(AllowedRemediesEndpoint.PATH, next);
  }

  /** The same for requests that start a remedy. */
  public void onStart(Fault... next) {
    script(StartEndpoint.PATH, next);
  }

  /** The same for requests that report a decision. */
  public void onDecision(Fault... next) {
    script(DecisionEndpoint.PATH, next);
  }

  /** The same for requests that look for remedies that were started. */
  public void onRemedyRecords(Fault... next) {
    script(RemedyRecordsEndpoint.PATH, next);
  }

  private void script(String path, Fault... next) {
    reception.script(path, Stream.of(next).<Act>map(fault -> fault::perform).toList());
  }

  /** Forgets the faults that have not happened yet. */
  public void clearFaults() {
    reception.forgetScripts();
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

  /** Those of {@link #requests()} that looked for employees by address or number. */
  public List<RecordedRequest> employeeRequests() {
    return requestsTo(EmployeesEndpoint.PATH);
  }

  /** Those of {@link #requests()} that asked what may be remedied. */
  public List<RecordedRequest> remedyRequests() {
    return requestsTo(AllowedRemediesEndpoint.PATH);
  }

  /** Those of {@link #requests()} that wanted to start a remedy. */
  public List<RecordedRequest> startRequests() {
    return requestsTo(StartEndpoint.PATH);
  }

  /** Those of {@link #requests()} that reported a decision. */
  public List<RecordedRequest> decisionRequests() {
    return requestsTo(DecisionEndpoint.PATH);
  }

  /** Those of {@link #requests()} that looked for remedies that were started. */
  public List<RecordedRequest> remedyRecordRequests() {
    return requestsTo(RemedyRecordsEndpoint.PATH);
  }

  private List<RecordedRequest> requestsTo(String path) {
    return log.all().stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    log.clear();
  }

  /** Forgets the remedies so far, as if none had been started. */
  public void clearRemedies() {
    remedies.clear();
  }

  /** The remedies that were started here, as they stand, in the order in which they were. */
  public List<Remedy> remedies() {
    return remedies.all();
  }

  /**
   * Starts a remedy, as an employee does in Feishu itself.
   *
   * @throws IllegalStateException where Feishu would not let them
   */
  public Remedy startRemedy(String employeeId, Wish wish) {
    var employee =
        Company.byId(employeeId)
            .orElseThrow(() -> new IllegalStateException("No such employee: " + employeeId));
    return byHand(() -> remedies.start(employee, wish));
  }

  /** Approves a pending remedy, as somebody does in Feishu itself. */
  public Remedy approve(String approvalId) {
    return move(approvalId, RemedyState.PASSED);
  }

  /** Rejects a pending remedy, as somebody does in Feishu itself. */
  public Remedy reject(String approvalId) {
    return move(approvalId, RemedyState.REJECTED);
  }

  /** Cancels a pending remedy, as the employee does who no longer wants it. */
  public Remedy cancel(String approvalId) {
    return move(approvalId, RemedyState.CANCELLED);
  }

  /** Withdraws an approved remedy, as somebody does in Feishu itself. */
  public Remedy withdraw(String approvalId) {
    return move(approvalId, RemedyState.WITHDRAWN);
  }

  private Remedy move(String approvalId, RemedyState state) {
    return byHand(() -> remedies.move(approvalId, state));
  }

  private static Remedy byHand(Supplier<Remedy> deed) {
    try {
      return deed.get();
    } catch (ErrorReplyException e) {
      throw new IllegalStateException("Feishu answers: " + e.getMessage(), e);
    }
  }

  /** Stops at once: nobody who still waits gets an answer. */
  @Override
  public void close() {
    reception.close();
  }
}
