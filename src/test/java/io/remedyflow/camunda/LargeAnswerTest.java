package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.oneTask;
import static io.remedyflow.camunda.TaskEngine.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.RemedyOutcome;
import java.util.Collections;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;

class LargeAnswerTest {

  /** Of slots that each come to some 300 characters: a database's text would end at 4,000. */
  private static final int SLOTS = 2_000;

  @Test
  @Provokes(FaultRow.E17)
  void a_large_answer_stands_whole_in_variable_and_history() {
    try (TaskEngine engine =
        new TaskEngine(
            configuration -> configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL))) {
      engine.feishuSays(
          query ->
              new RemedyOutcome.Available(
                  Collections.nCopies(SLOTS, slot(query.userId(), query.remedyDate())), "log-1"));

      var instance = engine.start(oneTask(inputs()), Map.of());

      SpinJsonNode slots = (SpinJsonNode) engine.variable(instance, "remedySlots");
      assertThat(slots.elements()).hasSize(SLOTS);
      assertThat(slots.toString()).hasSizeGreaterThan(100_000);
      HistoricVariableInstance history =
          engine
              .engine()
              .getHistoryService()
              .createHistoricVariableInstanceQuery()
              .variableName("remedySlots")
              .processInstanceId(instance.getId())
              .activityInstanceIdIn(instance.getId())
              .singleResult();
      assertThat(history.getTypeName()).isEqualTo("json");
      assertThat(((SpinJsonNode) history.getValue()).elements()).hasSize(SLOTS);
    }
  }
}
