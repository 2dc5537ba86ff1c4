package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Started;
import java.time.Duration;
import java.util.List;

/**
 * What an engine's settings do to a burst, and to others on the same engine: 500 calls under fifty
 * in each wall-clock second, from a Feishu that is quick and from one that is not.
 */
record Settings() implements Scenario {

  private static final int CALLS = 500;
  private static final int PERSONS = 20;
  private static final List<Integer> LATENCIES = List.of(50, 400);

  private static final Profile THREADS =
      Profile.DEFAULTS.named(
          "32 threads",
          "--camunda.bpm.job-execution.core-pool-size=32",
          "--camunda.bpm.job-execution.max-pool-size=32",
          "--camunda.bpm.job-execution.queue-capacity=32");
  private static final Profile CONNECTIONS =
      THREADS.named(
          "32 threads, 48 connections", "--spring.datasource.hikari.maximum-pool-size=48");
  private static final Profile ACQUISITION =
      CONNECTIONS.named(
          "32 threads, 48 connections, 10 jobs per acquisition",
          "--camunda.bpm.job-execution.max-jobs-per-acquisition=10");
  private static final Profile WAIT =
      ACQUISITION.named(
          "the same, waiting 0.5 to 2 s",
          "--camunda.bpm.job-execution.wait-time-in-millis=500",
          "--camunda.bpm.job-execution.max-wait=2000");

  @Override
  public Findings run(Stage stage) throws Exception {
    Findings findings =
        Findings.titled(
            "Settings: a burst of %d calls, at most 50 in each wall-clock second".formatted(CALLS),
            "settings",
            "calls of an instance",
            "latency ms",
            "first to last call s",
            "of ideal",
            "first start to last end s",
            "rejected",
            "called again",
            "unrelated job ms p50 / p99 / max",
            "ms to start an instance meanwhile");
    for (Profile profile :
        List.of(
            Profile.DEFAULTS,
            THREADS,
            CONNECTIONS,
            ACQUISITION,
            ACQUISITION.notExclusive(),
            WAIT)) {
      run(stage, profile, Contender.OURS, 1, findings);
    }
    run(stage, ACQUISITION, Contender.OURS_TEN_DAYS, Contender.DAYS, findings);
    run(stage, ACQUISITION.notExclusive(), Contender.OURS_TEN_DAYS, Contender.DAYS, findings);
    return findings;
  }

  private static void run(
      Stage stage, Profile profile, Contender contender, int callsEach, Findings findings)
      throws Exception {
    try (Schema schema = stage.database().fresh();
        Node node = stage.node("settings", schema, contender, profile)) {
      int instances = CALLS / callsEach + PERSONS;
      int expected = instances * callsEach;
      int all = Stage.number("warmUp", 1_000) / callsEach;
      stage.warmUp(node, schema, all);
      for (int latency : LATENCIES) {
        Stage.say("settings: %s, %s, %d ms".formatted(profile.name(), contender.title(), latency));
        Thread.sleep(1_500);
        stage.feishu().follow(Rules.limited("wall", Duration.ofMillis(latency)));
        node.probe();
        Started started = node.startInstances("e" + latency + "-", CALLS / callsEach, 3);
        Started persons = node.startInstances("p" + latency + "-", PERSONS, 1);
        all += instances;
        boolean inTime = stage.await(schema, all, Duration.ofMinutes(2));
        Delays delays = node.probed();
        Calls calls = stage.feishu().calls();
        findings.row(
            profile.name() + (inTime ? "" : " (unfinished)"),
            callsEach,
            latency,
            calls.admitted().span(),
            calls.admitted().span() * Burst.RATE / expected,
            (schema.lastEnd() - started.first()) / 1e3,
            calls.rejected(),
            calls.size() - calls.rejected() - expected,
            delays.summary(),
            (double) (persons.last() - persons.first()) / PERSONS);
      }
    }
  }
}
