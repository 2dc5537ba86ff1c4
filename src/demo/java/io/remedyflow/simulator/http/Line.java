package io.remedyflow.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The connection that an answer goes down, or does not. */
public final class Line {

  private final HttpExchange exchange;
  private final String logId;
  private final Consumer<Answer> noted;
  private final CountDownLatch closing;

  Line(HttpExchange exchange, String logId, Consumer<Answer> noted, CountDownLatch closing) {
    this.exchange = exchange;
    this.logId = logId;
    this.noted = noted;
    this.closing = closing;
  }

  /** The number of this exchange in Feishu's logs. */
  public String logId() {
    return logId;
  }

  /** Waits, unless the simulator closes meanwhile: then nobody gets an answer any more. */
  public void pause(Duration time) throws IOException, InterruptedException {
    if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("the simulator is closing");
    }
  }

  /** The whole answer. */
  public void send(Answer answer) throws IOException {
    try (OutputStream body = begin(answer)) {
      body.write(answer.body());
    }
  }

  /** Announces the whole body, sends the first half and hangs up. */
  public void sendHalf(Answer answer) throws IOException {
    OutputStream body = begin(answer);
    body.write(answer.body(), 0, answer.body().length / 2);
    body.flush();
    drop();
  }

  /** One byte, a pause, one byte. */
  public void sendSlowly(Answer answer, Duration between) throws IOException, InterruptedException {
    try (OutputStream body = begin(answer)) {
      for (byte next : answer.body()) {
        body.write(next);
        body.flush();
        pause(between);
      }
    }
  }

  /** Hangs up. The JDK's server closes the connection of an exchange that has not been answered. */
  public void drop() {
    exchange.close();
  }

  /** The request is noted as answered first: who has read the answer finds it in the log. */
  private OutputStream begin(Answer answer) throws IOException {
    noted.accept(answer);
    var headers = exchange.getResponseHeaders();
    headers.set("X-Tt-Logid", logId);
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    return exchange.getResponseBody();
  }
}
