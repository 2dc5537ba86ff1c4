package io.remedyflow.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests off the wire, notes them, and has each one answered, or spoilt as scripted. */
public final class Reception implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /** Far above any honest request; the rest of a longer body is not read. */
  private static final int LONGEST_BODY = 64 * 1024;

  /** As many answers may be delayed or withheld at once. */
  private static final int THREADS = 64;

  static {
    // Headers and body are two packets here; with Nagle's algorithm the second waits for 40 ms.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Queue<Act>> scripts = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Duration latency;
  private final Journal journal;
  private final Map<String, Endpoint> endpoints;
  private final ExecutorService threads = daemons();
  private final HttpServer server;

  /**
   * Listens from now on.
   *
   * @param latency how long every answer takes at least
   * @param endpoints by their paths
   */
  public Reception(
      int port,
      Duration latency,
      InstantSource clock,
      Journal journal,
      Map<String, Endpoint> endpoints) {
    this.clock = clock;
    this.latency = latency;
    this.journal = journal;
    this.endpoints = Map.copyOf(endpoints);
    server = listen(port);
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What happens next at this path, after what was scripted before. */
  public void script(String path, List<Act> next) {
    scripts.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).addAll(next);
  }

  /** Forgets what has not happened yet. */
  public void forgetScripts() {
    scripts.clear();
  }

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
    var request = Request.of(exchange, new String(body, StandardCharsets.UTF_8), clock.instant());
    long number = numbers.incrementAndGet();
    journal.received(number, request);
    var line =
        new Line(
            exchange,
            String.format(Locale.ROOT, "sim-%012d", number),
            answer -> journal.answered(number, answer),
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

  private void answer(Request request, Line line) throws IOException, InterruptedException {
    line.pause(latency);
    Supplier<Answer> usual = () -> usualAnswer(request, line.logId());
    Act act = nextAct(request.path());
    if (act == null) {
      line.send(usual.get());
    } else {
      act.perform(line, usual);
    }
  }

  private @Nullable Act nextAct(String path) {
    Queue<Act> script = scripts.get(path);
    return script == null ? null : script.poll();
  }

  private Answer usualAnswer(Request request, String logId) {
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
