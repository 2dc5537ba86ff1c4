package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.road.RoadModel;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that are killed with kill -9 while they write to Feishu, over PostgreSQL. */
@ExtendWith(SharedStage.class)
class KilledWritesTest {

  private static final String KEY = "writes";

  /** No limit on remedies, late on every day: the first punch can be remedied each day. */
  private static final String EMPLOYEE = "lenient.qi";

  private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 2);

  /** More of them show more, and take longer. */
  private static final int INSTANCES = Integer.getInteger("killed.writes", 24);

  private final Stage stage;

  KilledWritesTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  @Provokes(FaultRow.E1)
  void a_node_killed_before_it_starts_the_approval_leaves_that_to_another() {
    deploy(false);
    ChildProcess first = stage.startNode().awaitReady();
    stage.feishu().onRemedyRecords(Fault.silence(Duration.ofSeconds(20)));

    String instance = start(FIRST_DAY);
    await().atMost(Stage.PATIENCE).until(() -> !stage.feishu().remedyRecordRequests().isEmpty());
    first.kill();
    stage.startNode();
    stage.awaitEnd(KEY);

    assertThat(variable(instance, "approvalStatus")).isEqualTo("STARTED");
    isDecidedOnce();
  }

  @Test
  @Provokes(FaultRow.E1)
  void a_node_killed_while_feishu_has_the_start_finds_the_approval_again() {
    deploy(false);
    ChildProcess first = stage.startNode().awaitReady();
    stage.feishu().onStart(Fault.silence(Duration.ofSeconds(20)).afterProcessing());

    String instance = start(FIRST_DAY);
    await().atMost(Stage.PATIENCE).until(() -> !stage.feishu().remedies().isEmpty());
    first.kill();
    stage.startNode();
    stage.awaitEnd(KEY);

    assertThat(variable(instance, "approvalStatus")).isEqualTo("ALREADY_PENDING");
    isDecidedOnce();
  }

  @Test
  @Provokes(FaultRow.E2)
  void a_node_killed_between_an_answer_and_its_commit_finds_the_approval_again() {
    deploy(true);
    ChildProcess first = stage.startNode().awaitReady();
    stage.gate().shut();

    String instance = start(FIRST_DAY);
    await().atMost(Stage.PATIENCE).until(() -> stage.gate().arrived() == 1);
    first.kill();
    stage.gate().open();
    stage.startNode();
    stage.awaitEnd(KEY);

    assertThat(variable(instance, "approvalStatus")).isEqualTo("ALREADY_PENDING");
    isDecidedOnce();
  }

  @Test
  @Provokes(FaultRow.E1)
  void a_node_killed_while_feishu_has_the_decision_reports_it_harmlessly_again() {
    deploy(false);
    ChildProcess first = stage.startNode().awaitReady();
    stage.feishu().onDecision(Fault.silence(Duration.ofSeconds(20)).afterProcessing());

    String instance = start(FIRST_DAY);
    await()
        .atMost(Stage.PATIENCE)
        .until(
            () ->
                stage.feishu().remedies().stream()
                    .anyMatch(remedy -> remedy.state() == RemedyState.PASSED));
    first.kill();
    stage.startNode();
    stage.awaitEnd(KEY);

    assertThat(variable(instance, "decisionStatus")).isEqualTo("ALREADY_REPORTED");
    isDecidedOnce();
  }

  @Test
  @Provokes({FaultRow.E1, FaultRow.E2})
  void of_many_writes_none_is_lost_and_none_is_made_twice_however_often_nodes_are_killed() {
    long seed = 20240105;
    Random random = new Random(seed);
    deploy(false);
    for (int n = 0; n < INSTANCES * 4; n++) {
      stage.feishu().onStart(fault(random));
      stage.feishu().onDecision(fault(random));
    }
    List<ChildProcess> nodes = new ArrayList<>(List.of(stage.startNode(), stage.startNode()));
    nodes.forEach(ChildProcess::awaitReady);

    int kills = Math.max(2, INSTANCES / 25);
    List<String> instances = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      while (instances.size() < INSTANCES * (kill + 1) / kills) {
        instances.add(start(FIRST_DAY.plusDays(instances.size())));
      }
      int seen = stage.feishu().startRequests().size();
      await()
          .atMost(Stage.PATIENCE)
          .until(() -> stage.retryNow() && stage.feishu().startRequests().size() > seen + 2);
      int victim = random.nextInt(nodes.size());
      nodes.get(victim).kill();
      nodes.set(victim, stage.startNode().awaitReady());
    }
    await("the end of all instances")
        .atMost(Duration.ofSeconds(30 + 2L * INSTANCES))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> stage.retryNow() && stage.audit(KEY).running() == 0);

    assertThat(stage.feishu().remedies())
        .as("one approval for each request")
        .hasSize(instances.size())
        .extracting(Remedy::day)
        .doesNotHaveDuplicates();
    assertThat(stage.feishu().remedies())
        .allSatisfy(remedy -> assertThat(remedy.state()).isEqualTo(RemedyState.PASSED));
    assertThat(instances)
        .allSatisfy(
            instance -> {
              assertThat(variable(instance, "approvalStatus")).isIn("STARTED", "ALREADY_PENDING");
              assertThat(variable(instance, "decisionStatus")).isIn("REPORTED", "ALREADY_REPORTED");
            });
    System.out.printf(
        "Killed writes (seed %d): %d requests, %d kills, %d starts and %d decisions sent, %d approvals, 0 lost, 0 twice%n",
        seed,
        instances.size(),
        kills,
        stage.feishu().startRequests().size(),
        stage.feishu().decisionRequests().size(),
        stage.feishu().remedies().size());
  }

  /** What becomes of a write: mostly an answer in a while, sometimes none after processing. */
  private static Fault fault(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Fault.answer(500, 1225000, "internal error").afterProcessing();
      case 1 -> Fault.drop().afterProcessing();
      default -> Fault.delay(Duration.ofMillis(random.nextInt(200)));
    };
  }

  private void deploy(boolean gateAfterTheStart) {
    ServiceTaskBuilder start =
        RoadModel.start(Bpmn.createExecutableProcess(KEY).startEvent(), "start");
    ServiceTaskBuilder before =
        gateAfterTheStart ? start.serviceTask("gate").camundaDelegateExpression("${gate}") : start;
    BpmnModelInstance model = RoadModel.report(before, "report", "approve").endEvent("end").done();
    stage.deployModel(KEY, Models.withCycle(model, "R9/PT1S"));
  }

  private String start(LocalDate day) {
    return stage
        .engine()
        .getRuntimeService()
        .startProcessInstanceByKey(
            KEY,
            Map.of(
                "userId",
                EMPLOYEE,
                "remedyDate",
                day.toString(),
                "punch",
                "0-1",
                "remedyTime",
                day.atTime(9, 0).toString(),
                "reason",
                "the badge stayed at home"))
        .getId();
  }

  private void isDecidedOnce() {
    assertThat(stage.feishu().remedies())
        .singleElement()
        .extracting(Remedy::state)
        .isEqualTo(RemedyState.PASSED);
  }

  private Object variable(String instance, String name) {
    return stage
        .engine()
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .variableName(name)
        .list()
        .stream()
        .filter(variable -> variable.getActivityInstanceId().equals(instance))
        .map(HistoricVariableInstance::getValue)
        .findFirst()
        .orElse(null);
  }
}
