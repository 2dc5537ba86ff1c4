package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that are killed with kill -9, over PostgreSQL. */
@ExtendWith(SharedStage.class)
class KilledNodesTest {

  private final Stage stage;

  KilledNodesTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  @Provokes(FaultRow.E1)
  void a_node_killed_during_the_call_leaves_the_task_to_another() {
    stage.deploy("during", "R3/PT1S");
    ChildProcess first = stage.startNode().awaitReady();
    stage.feishu().onRemedies(Fault.delay(Duration.ofSeconds(20)));

    String instance = stage.start("during", "late.li");
    awaitRequests(1);
    first.kill();
    stage.startNode();
    stage.awaitEnd("during");

    stage.audit("during").endedOnce(instance);
    assertThat(stage.audit("during").outputs(instance)).containsEntry("remedyStatus", "AVAILABLE");
    assertThat(stage.feishu().remedyRequests()).hasSize(2);
    assertThat(stage.audit("during").failures()).isZero();
  }

  @Test
  @Provokes(FaultRow.E2)
  void a_node_killed_between_answer_and_commit_leaves_nothing_and_the_call_is_made_again() {
    stage.deploy("between", "R3/PT1S");
    ChildProcess first = stage.startNode().awaitReady();
    stage.gate().shut();

    String instance = stage.start("between", "absent.wang");
    awaitArrivals(1);
    assertThat(stage.feishu().remedyRequests()).singleElement().matches(it -> it.status() == 200);
    stage.audit("between").wroteNothing(instance);
    first.kill();
    stage.gate().open();
    stage.startNode();
    stage.awaitEnd("between");

    stage.audit("between").endedOnce(instance);
    assertThat(stage.audit("between").outputs(instance))
        .containsEntry("remedyStatus", "AVAILABLE")
        .containsEntry("remedySlotCount", "2");
    assertThat(stage.feishu().remedyRequests()).hasSize(2);
    assertThat(stage.audit("between").failures()).isZero();
  }

  /** Two nodes with three threads each, and three times one of them killed at random. */
  @Test
  @Provokes({FaultRow.E1, FaultRow.E2})
  void of_many_instances_none_is_lost_and_none_is_done_twice_however_often_nodes_are_killed() {
    long seed = 20240105;
    Random random = new Random(seed);
    List<String> employees =
        List.of(
            "late.li", "absent.wang", "split.sun", "spotless.feng", "forbidden.chu", "left.yang");
    stage.deploy("many", "R9/PT1S", task -> task.camundaInputParameter("onRejection", "continue"));
    // Slow enough for calls to be under way whenever a node dies.
    stage.feishu().onRemedies(Fault.delay(Duration.ofMillis(700)).times(1_000));
    List<ChildProcess> nodes = new ArrayList<>(List.of(stage.startNode(), stage.startNode()));
    nodes.forEach(ChildProcess::awaitReady);

    Map<String, String> instances = new HashMap<>();
    for (int kill = 1; kill <= 3; kill++) {
      for (int n = 0; n < 14; n++) {
        String employee = employees.get(random.nextInt(employees.size()));
        instances.put(stage.start("many", employee), employee);
      }
      awaitRequests(stage.feishu().remedyRequests().size() + 4 + random.nextInt(6));
      int victim = random.nextInt(nodes.size());
      nodes.get(victim).kill();
      nodes.set(victim, stage.startNode().awaitReady());
    }
    stage.awaitEnd("many");

    Audit audit = stage.audit("many");
    assertThat(audit.instances()).hasSize(instances.size());
    Map<String, Map<String, Object>> answers = new HashMap<>();
    instances.forEach(
        (instance, employee) -> {
          audit.endedOnce(instance);
          Map<String, Object> outputs = audit.outputs(instance);
          outputs.remove("feishuLogId");
          assertThat(answers.computeIfAbsent(employee, key -> outputs)).isEqualTo(outputs);
        });
    assertThat(answers.values().stream().map(outputs -> outputs.get("remedyStatus")).distinct())
        .containsExactlyInAnyOrder("AVAILABLE", "NOT_NEEDED", "NOT_ALLOWED", "REJECTED");
    int calls = stage.feishu().remedyRequests().size();
    assertThat(calls)
        .as("calls, those that died with a node included")
        .isGreaterThan(instances.size());
    System.out.printf(
        "Killed nodes (seed %d): %d instances, 3 kills, %d calls, %d failed jobs, 0 lost, 0 done twice%n",
        seed, instances.size(), calls, audit.failures());
  }

  private void awaitRequests(int count) {
    await().atMost(Stage.PATIENCE).until(() -> stage.feishu().remedyRequests().size() >= count);
  }

  private void awaitArrivals(int count) {
    await().atMost(Stage.PATIENCE).until(() -> stage.gate().arrived() >= count);
  }
}
