package io.remedyflow.simulator;

import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Something that goes wrong with one answer, scripted by {@link FeishuSimulator#onStart} and its
 * like for the other endpoints. What the caller meets is a real connection that misbehaves.
 *
 * <p>A fault that sends the usual answer in some unusual way has the request processed for it. One
 * that sends none of it, or another answer, comes instead of processing, unless it is {@link
 * #afterProcessing}: a remedy may then have been started although the caller is told nothing of it.
 *
 * <p>Immutable: one fault may be scripted many times.
 */
public final class Fault {

  private final Act act;
  private final Map<String, String> headers;

  private Fault(Act act, Map<String, String> headers) {
    this.act = act;
    this.headers = headers;
  }

  private static Fault of(Act act) {
    return new Fault(act, Map.of());
  }

  /**
   * Feishu's envelope with this HTTP status, code and text. The request itself is not looked at.
   */
  public static Fault answer(int status, int code, String msg) {
    return of(
        (line, usual, headers) ->
            line.send(Answer.envelope(status, code, msg, line.logId()).with(headers)));
  }

  /** The limit's answer as the page of rate limits has it: wait so many seconds. */
  public static Fault rateLimited(int resetSeconds) {
    return answer(429, 99991400, "request trigger frequency limit")
        .withHeader("x-ogw-ratelimit-limit", "50")
        .withHeader("x-ogw-ratelimit-reset", Integer.toString(resetSeconds));
  }

  /** A body that need not be JSON, in UTF-8. */
  public static Fault raw(int status, String contentType, String body) {
    return raw(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A body that need not be text: compressed, or in another charset. */
  public static Fault raw(int status, String contentType, byte[] body) {
    Answer answer = Answer.raw(status, contentType, body.clone());
    return of((line, usual, headers) -> line.send(answer.with(headers)));
  }

  /** The usual answer, later. */
  public static Fault delay(Duration time) {
    return of(
        (line, usual, headers) -> {
          line.pause(time);
          line.send(usual.get().with(headers));
        });
  }

  /** No answer within this time; then the connection is dropped. */
  public static Fault silence(Duration time) {
    return of(
        (line, usual, headers) -> {
          line.pause(time);
          line.drop();
        });
  }

  /** The connection is closed before an answer. */
  public static Fault drop() {
    return of((line, usual, headers) -> line.drop());
  }

  /** The usual answer, but the connection is closed in the middle of the announced body. */
  public static Fault truncate() {
    return of((line, usual, headers) -> line.sendHalf(usual.get().with(headers)));
  }

  /** The usual answer, its body byte by byte with this pause after each. */
  public static Fault trickle(Duration between) {
    return of((line, usual, headers) -> line.sendSlowly(usual.get().with(headers), between));
  }

  /**
   * This fault, but the request is processed before it happens: its consequences remain, its answer
   * is lost.
   */
  public Fault afterProcessing() {
    return new Fault(
        (line, usual, more) -> {
          Answer processed = usual.get();
          act.perform(line, () -> processed, more);
        },
        headers);
  }

  /** This fault with a header more, or with another value for one that would be sent anyway. */
  public Fault withHeader(String name, String value) {
    var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Fault(act, more);
  }

  /** This fault so many times in a row. */
  public Fault[] times(int count) {
    return Collections.nCopies(count, this).toArray(Fault[]::new);
  }

  void perform(Line line, Supplier<Answer> usual) throws IOException, InterruptedException {
    act.perform(line, usual, headers);
  }

  /** What happens on the line, given what would have been answered. */
  @FunctionalInterface
  private interface Act {
    void perform(Line line, Supplier<Answer> usual, Map<String, String> headers)
        throws IOException, InterruptedException;
  }
}
