package io.remedyflow.crash;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes with and without Spring that share a rate limit, of which one is killed with kill -9. */
@ExtendWith(SharedStage.class)
class OneRateLimitTest {

  private static final int INSTANCES = 250;
  private static final int LIMIT = 50;
  private static final int THREADS = 3;

  private final Stage stage;

  private final Standstills standstills = new Standstills();

  OneRateLimitTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void stop_watching() {
    standstills.close();
  }

  @Test
  @Provokes(FaultRow.L6)
  void a_burst_over_two_nodes_keeps_to_one_rate_limit_and_none_is_lost_when_one_is_killed() {
    stage.deploy("burst", "R5/PT1S");
    ChildProcess plain = stage.startNode();
    ChildProcess spring =
        stage.startNode(SpringNodeMain.class, stage.springArguments().toArray(String[]::new));
    plain.awaitReady();
    spring.awaitReady();
    for (ChildProcess node : List.of(plain, spring)) {
      await().atMost(Stage.PATIENCE).until(() -> node.log().contains("shares its rate limit"));
    }

    List<String> instances = new ArrayList<>();
    for (int n = 0; n < INSTANCES; n++) {
      instances.add(stage.start("burst", "late.li"));
    }
    await().atMost(Stage.PATIENCE).until(() -> received().size() >= INSTANCES / 2);
    plain.kill();
    stage.awaitEnd("burst");

    Audit audit = stage.audit("burst");
    assertThat(audit.instances()).hasSize(INSTANCES);
    instances.forEach(audit::endedOnce);
    assertThat(audit.failures()).isZero();
    List<Instant> received = received();
    long most =
        received.stream().collect(groupingBy(Instant::getEpochSecond, counting())).values().stream()
            .max(Long::compare)
            .orElseThrow();
    int above = aboveTheLimitOfAnySecond(received);
    System.out.printf(
        "One rate limit: %d instances, %d calls in %d ms, at most %d in a second of the clock, %d above the limit of any second%n",
        INSTANCES,
        received.size(),
        Duration.between(received.get(0), received.get(received.size() - 1)).toMillis(),
        most,
        above);
    assertThat(received)
        .as("but those that died with the node")
        .hasSizeBetween(INSTANCES, INSTANCES + THREADS);
    assertThat(most).as(() -> course(received, plain, spring)).isLessThanOrEqualTo(LIMIT);
    assertThat(above).isLessThanOrEqualTo(received.size() / 100);
  }

  /** What distinguishes a machine that stood still from nodes that sent too much. */
  private String course(List<Instant> received, ChildProcess... nodes) {
    List<Long> millis =
        received.stream().map(call -> Duration.between(received.get(0), call).toMillis()).toList();
    String logged =
        Stream.of(nodes)
            .flatMap(node -> node.log().lines())
            .filter(line -> line.contains("rate limit"))
            .collect(joining(System.lineSeparator()));
    return "calls in ms after the first, which came at %s: %s%nthis JVM stood still: %s%n%s%n"
        .formatted(received.get(0), millis, standstills, logged);
  }

  private List<Instant> received() {
    return standstills.undone(
        stage.feishu().remedyRequests().stream().map(RecordedRequest::receivedAt).toList());
  }

  /** How many calls exceed the limit, counted over the second before each call. */
  private static int aboveTheLimitOfAnySecond(List<Instant> received) {
    List<Instant> admitted = new ArrayList<>();
    int above = 0;
    for (Instant call : received) {
      admitted.removeIf(earlier -> Duration.between(earlier, call).toMillis() >= 1_000);
      if (admitted.size() < LIMIT) {
        admitted.add(call);
      } else {
        above++;
      }
    }
    return above;
  }
}
