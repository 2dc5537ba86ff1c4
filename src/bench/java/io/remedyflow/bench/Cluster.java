package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Findings.Curve;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Started;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Two nodes on one PostgreSQL, each with half of the instances: whether their calls together keep
 * to one rate limit and use it, and what is lost with a node that is killed half-way.
 *
 * @param limit {@code wall} or {@code sliding}
 * @param instances how many on both together
 * @param latency how long Feishu takes
 * @param kills whether one of the nodes is killed
 */
record Cluster(String limit, int instances, Duration latency, boolean kills) implements Scenario {

  /** Two thousand instances, and a Feishu as it usually is. */
  Cluster(String limit, boolean kills) {
    this(limit, Stage.number("instances", 2_000), Duration.ofMillis(50), kills);
  }

  /**
   * So long after Feishu's answers, what the other node had under way when one was killed has
   * ended.
   */
  private static final int SETTLED_MILLIS = 2_000;

  private static final int WARM_UP = Stage.number("warmUp", 400);

  @Override
  public Findings run(Stage stage) throws Exception {
    Findings findings =
        Findings.titled(
            "Two nodes, %d instances, %d ms latency, limit of 50 in each %s second%s"
                .formatted(
                    instances,
                    latency.toMillis(),
                    limit.equals("wall") ? "wall-clock" : "sliding",
                    kills ? ", one node killed half-way" : ""),
            "contender",
            "ended",
            "incidents",
            "first to last call s",
            "calls",
            "rejected",
            "most sent in a wall-clock / any second",
            "rate limit used",
            "calls under way at the kill",
            "called by the killed node and not ended",
            "called twice",
            "of all instances",
            "ended twice");
    for (Contender contender : Stage.contenders(Contender.OURS)) {
      Stage.say(
          "cluster, %s, %d ms%s, %s"
              .formatted(limit, latency.toMillis(), kills ? ", kill" : "", contender.title()));
      run(stage, contender, findings);
    }
    return findings;
  }

  private void run(Stage stage, Contender contender, Findings findings) throws Exception {
    Profile profile = Profile.DEFAULTS.withShortLocks();
    try (Schema schema = stage.database().fresh();
        Node one = stage.node("cluster-one-" + contender, schema, contender, profile);
        Node two = stage.node("cluster-two-" + contender, schema, contender, profile)) {
      stage.warmUp(List.of(one, two), schema, WARM_UP, latency);
      Thread.sleep(1_500);
      stage.feishu().follow(Rules.limited(limit, latency));
      one.beginToStart("one-", instances / 2, 2);
      two.beginToStart("two-", instances / 2, 2);
      Started started = one.awaitStarted();
      two.awaitStarted();
      long whole = Long.MAX_VALUE / 1_000;
      Set<String> lost = Set.of();
      if (kills) {
        while (stage.feishu().calls().admitted().size() < instances / 2) {
          Thread.sleep(100);
        }
        two.kill();
        whole = System.currentTimeMillis();
        Thread.sleep(latency.toMillis() + SETTLED_MILLIS);
        lost = stage.feishu().calls().admitted().until(whole).users();
        lost.retainAll(schema.running());
      }
      boolean inTime =
          stage.await(
              schema,
              WARM_UP + instances,
              Duration.ofSeconds(120 + (long) (instances / Burst.RATE * 2)));
      Calls calls = stage.feishu().calls();
      findings.curve(Curve.of(contender.title(), calls, started.first()));
      findings.row(
          contender.title() + (inTime ? "" : " (unfinished)"),
          schema.ended() - WARM_UP,
          schema.incidents(),
          calls.admitted().span(),
          calls.size(),
          calls.rejected(),
          calls.mostInWallClockSecond() + " / " + calls.mostInAnySecond(),
          "%.1f %%"
              .formatted(
                  100 * calls.until(whole).utilisation(Rules.FEISHU_PER_SECOND, started.first())),
          kills ? calls.admitted().until(whole).since(whole - latency.toMillis()).size() : 0,
          lost.size(),
          calls.repeated(),
          "%.1f %%".formatted(100.0 * calls.repeated() / instances),
          schema.endedTwice());
    }
  }
}
