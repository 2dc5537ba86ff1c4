package io.remedyflow.bench;

import io.remedyflow.bench.Calls.Call;
import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A few instances on an engine that has been idle, over a connection of one call a second, with
 * reservations ahead: how long after a job's reservation, its due date, its call arrives.
 */
record Sparse() implements Scenario {

  private static final int AT_ONCE = 8;
  private static final int IDLE_MILLIS = 15_000;

  @Override
  public Findings run(Stage stage) throws Exception {
    int rounds = Stage.number("repeats", 3);
    Findings findings =
        Findings.titled(
            "Lateness of %d calls limited to one a second, on an idle engine"
                .formatted(rounds * AT_ONCE),
            "contender",
            "rescheduled jobs seen",
            "ms after the reservation, median",
            "p99",
            "max",
            "rejected");
    Stage.say("sparse");
    try (Schema schema = stage.database().fresh();
        Node node = stage.node("sparse", schema, Contender.OURS, Profile.DEFAULTS.limitedTo(1))) {
      stage.warmUp(node, schema, 5);
      stage.feishu().follow(new Rules("wall", 2, Duration.ofMillis(50)));
      List<Long> lateness = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        Thread.sleep(IDLE_MILLIS);
        node.startInstances("e" + round + "-", AT_ONCE, 1);
        Map<String, Long> reservations = schema.reservations();
        stage.await(schema, 5 + round * AT_ONCE, Duration.ofSeconds(60));
        for (Call call : stage.feishu().calls().admitted().calls()) {
          if (reservations.containsKey(call.user())) {
            lateness.add(call.micros() / 1_000 - reservations.get(call.user()));
          }
        }
      }
      lateness.sort(null);
      findings.row(
          Contender.OURS.title(),
          lateness.size(),
          Delays.percentile(lateness, 50),
          Delays.percentile(lateness, 99),
          Delays.percentile(lateness, 100),
          stage.feishu().calls().rejected());
    }
    return findings;
  }
}
