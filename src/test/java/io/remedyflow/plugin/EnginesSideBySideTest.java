package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowingConsumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Engines in one JVM, and tenants in one engine. */
class EnginesSideBySideTest {

  @Test
  @Provokes(FaultRow.E18)
  void two_engines_in_one_jvm_have_nothing_of_each_other() {
    try (var feishu = FeishuSimulator.with().app("cli_one", "first").start();
        var lark = FeishuSimulator.with().app("cli_two", "second").start()) {
      ProcessEngine two = engine("two", SimulatedConnection.named("default", lark));
      try {
        ProcessEngine one = engine("one", SimulatedConnection.named("default", feishu));
        try {
          start(one, null);
          start(two, null);
          start(two, null);
        } finally {
          one.close();
        }
        start(two, null);

        assertThat(feishu.remedyRequests()).hasSize(1);
        assertThat(lark.remedyRequests()).as("after the other was closed, too").hasSize(3);
        assertThat(feishu.tokenRequests()).singleElement().satisfies(isFor("cli_one"));
        assertThat(lark.tokenRequests()).singleElement().satisfies(isFor("cli_two"));
        assertThat(tokens(feishu)).doesNotContainAnyElementsOf(tokens(lark));
      } finally {
        two.close();
      }
    }
  }

  @Test
  @Provokes(FaultRow.E18)
  void tenants_of_one_engine_call_over_their_own_connections_only() {
    try (var feishu = FeishuSimulator.with().app("cli_one", "first").start();
        var lark = FeishuSimulator.with().app("cli_two", "second").start()) {
      ProcessEngine engine =
          engine(
              "tenants",
              SimulatedConnection.named("default", feishu)
                  + SimulatedConnection.named("lark", lark)
                  + "remedyflow.tenant-connections.acme=lark\n");
      try {
        start(engine, "acme");
        start(engine, "other");

        assertThat(lark.remedyRequests()).hasSize(1);
        assertThat(feishu.remedyRequests()).hasSize(1);
        assertThat(tokens(feishu)).doesNotContainAnyElementsOf(tokens(lark));
      } finally {
        engine.close();
      }
    }
  }

  private static ProcessEngine engine(String name, String configuration) {
    return TestEngine.inMemory(name, TestEngine.plugin(configuration)).buildProcessEngine();
  }

  private static void start(ProcessEngine engine, @Nullable String tenant) {
    var deployment =
        engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model());
    var deployed = deployment.tenantId(tenant).deployWithResult();
    String id = deployed.getDeployedProcessDefinitions().get(0).getId();
    var instance = engine.getRuntimeService().startProcessInstanceById(id);
    assertThat(engine.getRuntimeService().getVariable(instance.getId(), "remedyStatus"))
        .isEqualTo("AVAILABLE");
  }

  private static BpmnModelInstance model() {
    return Bpmn.createExecutableProcess("p")
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "late.li")
        .camundaInputParameter("remedyDate", "20240105")
        .camundaOutputParameter("remedyStatus", "${remedyStatus}")
        .userTask("after")
        .endEvent()
        .done();
  }

  private static Set<String> tokens(FeishuSimulator feishu) {
    List<String> sent =
        feishu.remedyRequests().stream().map(call -> call.headers().get("Authorization")).toList();
    return new HashSet<>(sent);
  }

  private static ThrowingConsumer<RecordedRequest> isFor(String app) {
    return call -> assertThat(call.body()).contains(app);
  }
}
