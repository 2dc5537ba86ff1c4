package io.remedyflow.simulator;

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
final class Reception implements AutoCloseable {

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
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Duration latency;
  private final RequestLog log;
  private final Map<String, Endpoint> endpoints;
  private final ExecutorService threads = daemons();
  private final HttpServer server;

  Reception(SimulatorSettings settings, RequestLog log, Map<String, Endpoint> endpoints) {
    clock = settings.clock;
    latency = settings.latency;
    this.log = log;
    this.endpoints = endpoints;
    server = listen(settings.port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  void script(String path, List<Fault> next) {
    faults.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).addAll(next);
  }

  void forgetFaults() {
    faults.clear();
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
    Fault fault = nextFault(request.path());
    if (fault == null) {
      line.send(usual.get());
    } else {
      fault.perform(line, usual);
    }
  }

  private @Nullable Fault nextFault(String path) {
    Queue<Fault> script = faults.get(path);
    return script == null ? null : script.poll();
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
