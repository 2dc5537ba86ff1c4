package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.oneJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestSettings;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest answer on its way from the wire into the engine's database and back. */
class ManySlotsTest {

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes({FaultRow.J11, FaultRow.E17})
  void five_thousand_slots_are_stored_whole_be_they_equal_or_not(boolean equal) {
    try (FeishuSimulator feishu = FeishuSimulator.start();
        FeishuConnection connection = connection(feishu)) {
      engine.feishuSays(query -> connection.call(AllowedRemediesEndpoint.INSTANCE, query));
      feishu.onRemedies(Fault.raw(200, "application/json", answer(5_000, equal)));
      var instance = engine.start(oneJob(inputs(), "R1/PT1S"), Map.of());

      engine.runJob();

      assertThat(engine.isAt(instance, "after")).isTrue();
      assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
      assertThat(engine.variable(instance, "remedySlotCount")).isEqualTo(5_000);
      SpinJsonNode slots = (SpinJsonNode) engine.variable(instance, "remedySlots");
      assertThat(slots.toString()).hasSizeGreaterThan(1_000_000);
      assertThat(slots.elements())
          .hasSize(5_000)
          .extracting(slot -> slot.prop("value").stringValue())
          .doesNotHaveDuplicates();
      assertThat(
              engine
                  .engine()
                  .getHistoryService()
                  .createHistoricVariableInstanceQuery()
                  .variableName("remedySlots")
                  .list())
          .isNotEmpty()
          .allSatisfy(slot -> assertThat(slot.getValue().toString()).isEqualTo(slots.toString()));
    }
  }

  @Test
  @Provokes(FaultRow.J11)
  void more_than_that_is_an_incident_and_nothing_is_stored() {
    try (FeishuSimulator feishu = FeishuSimulator.start();
        FeishuConnection connection = connection(feishu)) {
      engine.feishuSays(query -> connection.call(AllowedRemediesEndpoint.INSTANCE, query));
      feishu.onRemedies(
          Fault.raw(
              200,
              "application/json",
              "{\"code\":0,\"data\":{\"user_allowed_remedys\":[%s{}]}}"
                  .formatted("{},".repeat(300_000))));
      var instance = engine.start(oneJob(inputs("onFailure", "continue"), "R1/PT1S"), Map.of());

      engine.runJob();

      assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
      assertThat((String) engine.variable(instance, "remedyMessage")).contains("300001 slots");
      assertThat(engine.variable(instance, "remedySlotCount")).isEqualTo(0);
      assertThat(feishu.remedyRequests()).hasSize(1);
    }
  }

  private static FeishuConnection connection(FeishuSimulator feishu) {
    return new FeishuConnection(TestSettings.of(feishu).build());
  }

  private static String answer(int slots, boolean equal) {
    return IntStream.range(0, slots)
        .mapToObj(
            n ->
                "{\"user_id\":\"000123\",\"remedy_date\":20210104,\"is_free_punch\":false,\"punch_no\":%d,\"work_type\":1,\"punch_status\":\"Lack\",\"remedy_start_time\":\"2021-01-04 08:00\",\"remedy_end_time\":\"2021-01-04 10:00\"}"
                    .formatted(equal ? 0 : n))
        .collect(
            Collectors.joining(",", "{\"code\":0,\"data\":{\"user_allowed_remedys\":[", "]}}"));
  }
}
