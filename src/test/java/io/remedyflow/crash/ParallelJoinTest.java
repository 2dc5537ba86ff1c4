package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.history.HistoricJobLog;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two branches that arrive at their join at the same moment. */
@ExtendWith(SharedStage.class)
class ParallelJoinTest {

  private final Stage stage;

  ParallelJoinTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  @Provokes(FaultRow.E5)
  void branches_that_meet_at_a_join_run_again_without_losing_a_retry() {
    Collisions collisions = new Collisions();
    NodeEngine node = stage.nodeEngine("joining").thatRunsJobs();
    node.configuration().setCustomPreCommandInterceptorsTxRequired(List.of(collisions));
    stage.deployModel("join", twoBranches());

    try (node) {
      node.build();
      // Behind the gate both have read the join as it was before the other came.
      stage.gate().shut();
      String instance = stage.start("join", "absent.wang");
      await().atMost(Stage.PATIENCE).until(() -> stage.gate().arrived() == 2);
      stage.gate().open();
      stage.awaitEnd("join");

      assertThat(collisions.seen()).isPositive();
      assertThat(jobLog(instance)).extracting(HistoricJobLog::getJobRetries).containsOnly(3);
      assertThat(status(instance, "left_")).isEqualTo("AVAILABLE");
      assertThat(status(instance, "right_")).isEqualTo("AVAILABLE");
      assertThat(stage.feishu().remedyRequests()).as("the answer was still there").hasSize(2);
    }
  }

  private Object status(String instance, String branch) {
    return stage
        .engine()
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .variableName(branch + "remedyStatus")
        .singleResult()
        .getValue();
  }

  private List<HistoricJobLog> jobLog(String instance) {
    List<HistoricJobLog> log =
        stage
            .engine()
            .getHistoryService()
            .createHistoricJobLogQuery()
            .processInstanceId(instance)
            .list();
    assertThat(log).filteredOn(HistoricJobLog::isSuccessLog).hasSize(2);
    return log;
  }

  private static String twoBranches() {
    var fork = Bpmn.createExecutableProcess("join").startEvent().parallelGateway("fork");
    Models.fetch(fork, "left", "left_")
        // Otherwise the engine would run them one after the other.
        .camundaExclusive(false)
        .serviceTask("leftGate")
        .camundaDelegateExpression("${gate}")
        .parallelGateway("meet")
        .endEvent("end");
    Models.fetch(fork, "right", "right_")
        .camundaExclusive(false)
        .serviceTask("rightGate")
        .camundaDelegateExpression("${gate}")
        .connectTo("meet");
    return Models.withCycle(fork.done(), "R3/PT1S");
  }

  /** Counts what the engine itself mends without a log line. */
  private static final class Collisions extends CommandInterceptor {

    private final AtomicInteger seen = new AtomicInteger();

    int seen() {
      return seen.get();
    }

    @Override
    public <T> T execute(Command<T> command) {
      try {
        return next.execute(command);
      } catch (OptimisticLockingException e) {
        if (command.getClass().getSimpleName().equals("ExecuteJobsCmd")) {
          seen.incrementAndGet();
        }
        throw e;
      }
    }
  }
}
