package io.remedyflow.feishu.client;

import java.util.Collections;
import java.util.List;

/**
 * The endpoint whose rate limit decides when an operation can be run: the one that it calls most.
 *
 * @param permits how many calls of it the operation makes as a rule
 */
record Pacing(Endpoint<?, ?> endpoint, int permits) {

  static Pacing of(Operation<?, ?> operation) {
    List<Endpoint<?, ?>> calls = operation.usualCalls();
    Endpoint<?, ?> most = calls.get(0);
    for (Endpoint<?, ?> endpoint : calls) {
      if (Collections.frequency(calls, endpoint) > Collections.frequency(calls, most)) {
        most = endpoint;
      }
    }
    return new Pacing(most, Collections.frequency(calls, most));
  }
}
