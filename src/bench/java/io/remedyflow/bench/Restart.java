package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Findings.Curve;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Started;
import java.time.Duration;

/** A node that is stopped with jobs waiting for their reservations, and started again later. */
record Restart() implements Scenario {

  private static final int DOWNTIME_MILLIS = 5_000;

  @Override
  public Findings run(Stage stage) throws Exception {
    int instances = Stage.number("instances", 1_000);
    Findings findings =
        Findings.titled(
            "Node stopped with %d instances waiting, started again after 5 s, limit of 50 in each wall-clock second"
                .formatted(instances),
            "contender",
            "rescheduled at the stop",
            "ended",
            "incidents",
            "calls afterwards",
            "rejected afterwards",
            "most sent in a wall-clock / any second",
            "first to last call s afterwards",
            "of ideal",
            "called twice");
    for (Contender contender : Stage.contenders(Contender.OURS)) {
      Stage.say("restart, " + contender.title());
      try (Schema schema = stage.database().fresh()) {
        stage.feishu().follow(Rules.limited("wall"));
        Profile profile = Profile.DEFAULTS.withShortLocks();
        Started started;
        int rescheduled;
        try (Node first = stage.node("restart-first", schema, contender, profile)) {
          started = first.startInstances("e", instances, 3);
          first.terminate();
          rescheduled = schema.rescheduled();
        }
        Thread.sleep(DOWNTIME_MILLIS);
        long back = System.currentTimeMillis();
        try (Node again = stage.node("restart-again", schema, contender, profile)) {
          Stage.say("started again, CPU so far ms " + again.usage().cpuNanos() / 1_000_000);
          boolean inTime =
              stage.await(
                  schema, instances, Duration.ofSeconds(60 + (long) (instances / Burst.RATE * 3)));
          Calls calls = stage.feishu().calls();
          Calls afterwards = calls.since(back);
          double span = afterwards.admitted().span();
          findings.curve(Curve.of(contender.title(), calls, started.first()));
          findings.row(
              contender.title() + (inTime ? "" : " (unfinished)"),
              rescheduled,
              schema.ended(),
              schema.incidents(),
              afterwards.size(),
              afterwards.rejected(),
              afterwards.mostInWallClockSecond() + " / " + afterwards.mostInAnySecond(),
              span,
              span / (afterwards.admitted().size() / Burst.RATE),
              calls.repeated());
        }
      }
    }
    return findings;
  }
}
