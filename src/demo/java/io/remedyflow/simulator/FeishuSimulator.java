package io.remedyflow.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Feishu that runs on this machine: the token endpoint and "fetch allowed remedy times",
 * answering for the employees of {@link Company} under the rules of the official page.
 *
 * <p>It listens on 127.0.0.1 only. The same questions get the same answers on every run, log ids
 * included; time comes from the given clock alone. Safe for use by several threads. A browser finds
 * the directory and the latest requests at the address itself.
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

  private static final Logger LOG = LoggerFactory.getLogger(FeishuSimulator.class);

  /** Far above any honest request; the rest of a longer body is not read. */
  private static final int LONGEST_BODY = 64 * 1024;

  /** As many answers may be delayed or withheld at once. */
  private static final int THREADS = 64;

  private static final Queue<Fault> NO_FAULTS = new ConcurrentLinkedQueue<>();

  static {
    // Headers and body are two packets here; with Nagle's algorithm the second waits for 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final String appId;
  private final String appSecret;
  private final InstantSource clock;
  private final Duration latency;
  private final RequestLog log;
  private final IssuedTokens tokens;
  private final Map<String, Endpoint> endpoints;
  private final Map<String, Queue<Fault>> faults =
      Map.of(
          TokenEndpoint.PATH, new ConcurrentLinkedQueue<>(),
          RemediesEndpoint.PATH, new ConcurrentLinkedQueue<>());
  private final ExecutorService threads = daemons();
  private final HttpServer server;

  FeishuSimulator(SimulatorSettings settings) {
    appId = settings.appId;
    appSecret = settings.appSecret;
    clock = settings.clock;
    latency = settings.latency;
    log = new RequestLog(settings.requestsKept);
    tokens = new IssuedTokens(clock, appId);
    var throttle = new Throttle(clock, settings.requestsPerSecond);
    endpoints =
        Map.of(
            TokenEndpoint.PATH, new TokenEndpoint(tokens, appId, appSecret),
            RemediesEndpoint.PATH, new RemediesEndpoint(tokens, throttle, clock),
            FrontPage.PATH, new FrontPage(log));
    server = listen(settings.port);
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
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
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
   * Scripts the next answers to requests for a token, in this order after those already scripted.
   */
  public void onToken(Fault... next) {
    faults.get(TokenEndpoint.PATH).addAll(List.of(next));
  }

  /** Scripts the next answers to questions for remedies, in this order after those scripted. */
  public void onRemedies(Fault... next) {
    faults.get(RemediesEndpoint.PATH).addAll(List.of(next));
  }

  /** Forgets the faults that have not happened yet. */
  public void clearFaults() {
    faults.values().forEach(Queue::clear);
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

  /** Those of {@link #requests()} that asked for remedies. */
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

  /** Stops at once: nobody who still waits gets an answer. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpServer listen(int port) {
    try {
      var loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
      HttpServer listening = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      listening.setExecutor(threads);
      listening.createContext("/", this::handle);
      listening.start();
      return listening;
    } catch (IOException e) {
      threads.shutdownNow();
      throw new UncheckedIOException(
          "The Feishu simulator cannot listen on 127.0.0.1:" + port + "; is the port taken?", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    var request =
        RecordedRequest.of(exchange, new String(body, StandardCharsets.UTF_8), clock.instant());
    long number = numbers.incrementAndGet();
    log.add(number, request);
    var line =
        new Line(
            exchange,
            String.format(Locale.ROOT, "sim-%012d", number),
            answer -> log.answered(number, answer),
            closing);
    try {
      answer(request, line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      line.drop();
    } catch (IOException e) {
      LOG.debug("{} {}: the connection ended", request.method(), request.path(), e);
      line.drop();
    }
  }

  private void answer(RecordedRequest request, Line line) throws IOException, InterruptedException {
    line.pause(latency);
    Supplier<Answer> usual = () -> usualAnswer(request, line.logId());
    Fault fault = faults.getOrDefault(request.path(), NO_FAULTS).poll();
    if (fault == null) {
      line.send(usual.get());
    } else {
      fault.perform(line, usual);
    }
  }

  private Answer usualAnswer(RecordedRequest request, String logId) {
    Endpoint endpoint = endpoints.get(request.path());
    return endpoint == null ? Answer.notFound() : endpoint.answer(request, logId);
  }

  private static ExecutorService daemons() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "feishu-simulator");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
