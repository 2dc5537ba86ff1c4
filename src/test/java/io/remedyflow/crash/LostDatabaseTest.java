package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.RecordedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A PostgreSQL that crashes under a node, and comes back. */
@ExtendWith(SharedStage.class)
class LostDatabaseTest {

  private final Stage stage;

  LostDatabaseTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  @Provokes(FaultRow.E3)
  void a_database_gone_at_the_commit_keeps_no_half_of_the_outputs() {
    stage.deploy("commit", "R5/PT1S");
    stage.startNode().awaitReady();
    stage.gate().shut();

    String instance = stage.start("commit", "absent.wang");
    await().atMost(Stage.PATIENCE).until(() -> stage.gate().arrived() == 1);
    stage.database().crash();
    stage.gate().open();
    stage.database().comeBack();
    stage.awaitEnd("commit");

    stage.audit("commit").endedOnce(instance);
    assertThat(stage.audit("commit").outputs(instance))
        .containsEntry("remedyStatus", "AVAILABLE")
        .containsEntry("remedySlotCount", "2");
    assertThat(stage.feishu().remedyRequests()).as("the answer was still there").hasSize(1);
  }

  @Test
  @Provokes(FaultRow.E4)
  void a_database_gone_during_the_call_costs_no_connection_to_feishu() {
    stage.deploy("call", "R5/PT1S");
    stage.startNode().awaitReady();
    stage.feishu().onRemedies(Fault.delay(Duration.ofSeconds(1)));

    String instance = stage.start("call", "late.li");
    await().atMost(Stage.PATIENCE).until(() -> !stage.feishu().remedyRequests().isEmpty());
    stage.database().crash();
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.feishu().remedyRequests().get(0).status() == 200);
    stage.database().comeBack();
    stage.awaitEnd("call");

    stage.audit("call").endedOnce(instance);
    assertThat(stage.feishu().remedyRequests())
        .as("the call went on without the job, which found its answer")
        .hasSize(1)
        .extracting(RecordedRequest::clientPort)
        .containsOnly(stage.feishu().tokenRequests().get(0).clientPort());
  }
}
