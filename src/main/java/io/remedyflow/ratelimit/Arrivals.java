package io.remedyflow.ratelimit;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Estimates when the first request on a connection arrived: a proxy may accept a connection at
 * once, and connect to the server later. The request may have been late by as much as its answer
 * took longer than one over a kept connection.
 *
 * <p>Until an answer over a kept connection shows how long answers take now, the request counts as
 * if it had arrived at the moment of its answer; then it is corrected. The owner's lock protects
 * this class.
 */
final class Arrivals {

  /** Enough for the requests within the second that they count for. */
  private static final int OPEN_AT_MOST = 100;

  private final Moving moving;
  private final Queue<Open> open = new ArrayDeque<>();
  private boolean known;
  private long latency;
  private long knownAt;

  Arrivals(Moving moving) {
    this.moving = moving;
  }

  /** Moves a request that was counted at one moment to another moment. */
  @FunctionalInterface
  interface Moving {
    void move(long from, long to);
  }

  /** A request that counts at the moment of its answer until it is corrected. */
  private record Open(long sent, long answered) {}

  /** A request was answered over an existing connection. */
  void overKeptConnection(long sent, long answered) {
    known = true;
    latency = answered - sent;
    knownAt = answered;
    for (Open request = open.poll(); request != null; request = open.poll()) {
      moving.move(request.answered(), arrival(request.sent(), request.answered()));
    }
  }

  /** The first request on a new connection was answered. */
  void overNewConnection(long sent, long answered) {
    if (known && knownAt - sent >= 0) {
      moving.move(sent, arrival(sent, answered));
      return;
    }
    moving.move(sent, answered);
    open.add(new Open(sent, answered));
    if (open.size() > OPEN_AT_MOST) {
      open.remove();
    }
  }

  private long arrival(long sent, long answered) {
    return SlidingWindowLog.later(sent, answered - latency);
  }
}
