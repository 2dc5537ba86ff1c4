package io.remedyflow.camunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What designers put into a listener, and the day becomes as they do. */
@SuppressWarnings("JavaUtilDate") // REST makes them
class DayExpressionTest {

  @RegisterExtension
  static final TaskEngine engine =
      new TaskEngine(configuration -> configuration.setJavaSerializationFormatEnabled(true));

  static Stream<Arguments> forms() {
    return Stream.of(
        arguments("2021-01-04", "2021-01-04"),
        arguments(" 2021-01-04 ", "2021-01-04"),
        arguments("20210104", "2021-01-04"),
        arguments(20210104, "2021-01-04"),
        arguments(20210104L, "2021-01-04"),
        arguments("2021-01-04T00:00:00+08:00", "2021-01-04"),
        arguments("2021-01-04T00:00:00.000+0800", "2021-01-04"),
        arguments(Date.from(Instant.parse("2021-01-03T16:00:00Z")), "2021-01-04"),
        arguments(Date.from(Instant.parse("2021-01-04T00:00:00Z")), "2021-01-04"),
        arguments(LocalDate.of(2021, 1, 4), "2021-01-04"),
        arguments(ZonedDateTime.parse("2021-01-03T16:00:00Z[UTC]"), "2021-01-04"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_day_has_one_form_in_every_input_format(Object value, String day) {
    assertThat(day("fetchAllowedRemedies.day(execution, 'given')", value)).isEqualTo(day);
  }

  @Test
  void an_instant_is_a_day_in_the_zone_of_the_connection_that_is_named() {
    var instant = Date.from(Instant.parse("2021-01-04T04:59:59Z"));

    assertThat(day("fetchAllowedRemedies.day(execution, 'given', 'newyork')", instant))
        .isEqualTo("2021-01-03");
    assertThat(day("fetchAllowedRemedies.day(execution, 'given', null)", instant))
        .isEqualTo("2021-01-04");
  }

  @Test
  void without_a_usable_connection_a_day_is_read_and_an_instant_stays_one() {
    var expression = "fetchAllowedRemedies.day(execution, 'given', 'nobody')";

    assertThat(day(expression, "20210104")).isEqualTo("2021-01-04");
    assertThat(day(expression, Date.from(Instant.parse("2021-01-03T16:00:00Z"))))
        .isEqualTo("2021-01-03T16:00:00Z");
    assertThat(day(expression, ZonedDateTime.parse("2021-01-04T00:00:00+08:00[Asia/Shanghai]")))
        .isEqualTo("2021-01-03T16:00:00Z");
    assertThat(day(expression, "2021-01-04T00:00:00.000+0800"))
        .isEqualTo("2021-01-04T00:00:00.000+0800");
  }

  static Stream<Arguments> noDays() {
    return Stream.of(
        arguments(" tomorrow ", "tomorrow"),
        arguments("2021-02-30", "2021-02-30"),
        arguments("2021-01-04T00:00:00", "2021-01-04T00:00:00"),
        arguments("", ""),
        arguments(7, "7"),
        arguments(true, "true"),
        arguments("a\n<script>b</script>c", "a c"),
        arguments("x".repeat(3_900), "x".repeat(39) + "…"),
        arguments(new Date(Long.MAX_VALUE), "+292278994-08-17"));
  }

  @ParameterizedTest
  @MethodSource("noDays")
  void an_invalid_day_stays_recognisable_for_the_person_who_corrects_it(
      Object value, String shown) {
    assertThat(day("fetchAllowedRemedies.day(execution, 'given')", value)).isEqualTo(shown);
  }

  @Test
  void an_absent_day_is_null() {
    assertThat(day("fetchAllowedRemedies.day(execution, 'forgotten')", "2021-01-04")).isNull();
    assertThat(day("fetchAllowedRemedies.day(execution, 'given')", null)).isNull();
  }

  @Test
  void an_object_is_named_by_its_class_and_never_deserialised() {
    TaskInputsTest.Booby.trapped = 0;

    assertThat(day("fetchAllowedRemedies.day(execution, 'given')", new TaskInputsTest.Booby()))
        .asString()
        .contains("Booby");
    assertThat(
            day(
                "fetchAllowedRemedies.day(execution, 'given')",
                SpinValues.jsonValue("{\"a\": 1}").create()))
        .isEqualTo("JacksonJsonNode");
    assertThat(TaskInputsTest.Booby.trapped).isZero();
  }

  /** In a job, when a variable of any type has been to the database. */
  private static Object day(String expression, Object value) {
    var variables = new HashMap<String, Object>();
    variables.put("given", value);
    ProcessInstance instance = engine.start(listening(expression), variables);
    engine.runJob();
    return engine.variable(instance, "day");
  }

  private static BpmnModelInstance listening(String expression) {
    return Bpmn.createExecutableProcess("p")
        .startEvent()
        .exclusiveGateway()
        .camundaAsyncBefore()
        .camundaExecutionListenerExpression(
            "start", "${execution.setVariable('day', " + expression + ")}")
        .userTask()
        .endEvent()
        .done();
  }
}
