package io.remedyflow.feishu;

import java.time.Duration;

/** No more than so many calls in any span of that length. */
record Limit(int calls, Duration span) {

  /** What each of so many has who share it; together never more than this. */
  Limit part(int parts) {
    return calls >= parts
        ? new Limit(calls / parts, span)
        : new Limit(1, span.multipliedBy(parts).dividedBy(calls));
  }

  /** The same calls in a span that is longer by that much. */
  Limit over(Duration longer) {
    return new Limit(calls, span.plus(longer));
  }

  /** So much of it, from 0 to 1. */
  Limit share(double share) {
    return new Limit(calls, Duration.ofNanos((long) (span.toNanos() / share)));
  }

  /** From one call to the next, if they come evenly. */
  Duration interval() {
    return span.dividedBy(calls);
  }
}
