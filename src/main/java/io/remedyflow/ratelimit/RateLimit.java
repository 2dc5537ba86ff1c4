package io.remedyflow.ratelimit;

import java.time.Duration;

/**
 * A ceiling for calls: at most {@code calls} in any span of that length, wherever it begins.
 *
 * @param calls at least one
 * @param span such as a second
 */
public record RateLimit(int calls, Duration span) {

  /** The part of one of so many nodes; all parts together never exceed this limit. */
  RateLimit part(int nodes) {
    return calls >= nodes
        ? new RateLimit(calls / nodes, span)
        : new RateLimit(1, span.multipliedBy(nodes).dividedBy(calls));
  }

  /** The same number of calls in a span that is longer by that much. */
  RateLimit over(Duration longer) {
    return new RateLimit(calls, span.plus(longer));
  }

  /** A share of this limit, from 0 to 1. */
  RateLimit share(double share) {
    return new RateLimit(calls, Duration.ofNanos((long) (span.toNanos() / share)));
  }

  /** The time from one call to the next, if they are spaced evenly. */
  Duration interval() {
    return span.dividedBy(calls);
  }
}
