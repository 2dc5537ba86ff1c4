package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.oneTask;
import static io.remedyflow.camunda.TaskEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.EmployeeType;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // forms still make them
class TaskInputsTest {

  @RegisterExtension
  static final TaskEngine engine =
      new TaskEngine(configuration -> configuration.setJavaSerializationFormatEnabled(true));

  private static final String expressions =
      engine.keep(
          oneTask(
              "kept",
              Map.of(
                  "userId",
                  "${user}",
                  "remedyDate",
                  "${day}",
                  "employeeType",
                  "${type}",
                  "feishuConnection",
                  "${connection}",
                  "onRejection",
                  "${rejection}",
                  "onFailure",
                  "${failure}")));

  static Stream<Arguments> days() {
    LocalDate day = LocalDate.of(2021, 1, 4);
    return Stream.of(
        arguments("20210104", day),
        arguments(" 20210104\n", day),
        arguments("2021-01-04", day),
        arguments("2021-01-04T00:30:00+08:00", day),
        arguments("2021-01-03T16:30:00Z", day),
        arguments("2021-01-04T23:59:59.999+08:00", day),
        arguments("2021-01-04T12:00-08:00", day.plusDays(1)),
        arguments("2021-01-04T00:00:00.000+0800", day), // Camunda's own JSON
        arguments("2021-01-03T16:00:00.000+0000", day),
        arguments("2021-01-03T15:59:59.999+0000", day.minusDays(1)),
        arguments("2021-01-04T00:00:00+0800", day),
        arguments("2021-01-04T00:00+0800", day),
        arguments("2021-01-04T00:00:00.000+08", day),
        arguments("2021-01-04T00:00:00+08", day),
        arguments("2021-01-04T00:00:00.000+08:00", day),
        arguments("2021-01-03T16:00:00.000Z", day),
        arguments("2021-01-03T10:30:00-0530", day),
        arguments("2021-01-03T10:30:00.123456789-05:30", day),
        arguments("2021-01-04T00:00:00+08:00:00", day),
        arguments(" 2021-01-04T00:00:00.000+0800\n", day),
        arguments(20210104, day),
        arguments(20210104L, day),
        arguments(day, day),
        arguments(Date.from(Instant.parse("2021-01-03T15:59:59Z")), day.minusDays(1)),
        arguments(Date.from(Instant.parse("2021-01-03T16:00:00Z")), day),
        arguments(new java.sql.Date(Instant.parse("2021-01-03T16:00:00Z").toEpochMilli()), day),
        arguments(
            new java.sql.Timestamp(Instant.parse("2021-01-03T16:00:00Z").toEpochMilli()), day),
        arguments(ZonedDateTime.parse("2021-01-03T17:00:00Z[UTC]"), day),
        arguments(ZonedDateTime.parse("2021-01-04T01:00:00+09:00[Asia/Tokyo]"), day),
        arguments(ZonedDateTime.parse("2021-01-04T00:59:59+09:00[Asia/Tokyo]"), day.minusDays(1)),
        arguments("20240229", LocalDate.of(2024, 2, 29)),
        arguments("99991231", LocalDate.of(9999, 12, 31)));
  }

  @ParameterizedTest
  @MethodSource("days")
  @Provokes({FaultRow.I3, FaultRow.I9})
  void a_day_is_read_from_every_type_that_holds_one(Object value, LocalDate day) {
    call(Map.of("day", value));

    assertThat(engine.queries()).singleElement().extracting(q -> q.remedyDate()).isEqualTo(day);
  }

  @Test
  @Provokes(FaultRow.I9)
  void an_instant_becomes_a_day_in_the_zone_of_the_connection() {
    call(Map.of("connection", "newyork", "day", Date.from(Instant.parse("2021-01-04T04:59:59Z"))));

    assertThat(engine.queries().get(0).remedyDate()).isEqualTo("2021-01-03");
  }

  @Test
  void a_day_that_was_stored_before_a_job_is_read_after_it() {
    for (Object day :
        List.of(
            LocalDate.of(2021, 1, 4),
            ZonedDateTime.parse("2021-01-03T17:00:00Z[UTC]"),
            new java.sql.Date(Instant.parse("2021-01-03T17:00:00Z").toEpochMilli()),
            20210104L)) {
      var instance = startUnmappedJob(Map.of("userId", "000123", "remedyDate", day));
      engine.runJob();

      assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
      assertThat(engine.queries().get(0).remedyDate()).isEqualTo("2021-01-04");
      engine.reset();
    }
  }

  @Test
  void a_transient_day_is_a_day() {
    var variables =
        Variables.createVariables()
            .putValue("userId", "000123")
            .putValueTyped(
                "remedyDate", Variables.objectValue(LocalDate.of(2021, 1, 4), true).create());

    engine.start(unmapped(false), variables);

    assertThat(engine.queries()).hasSize(1);
  }

  static Stream<Object> noDays() {
    return Stream.of(
        "20210230",
        "20211301",
        "20210229",
        "2021-02-30",
        "210104",
        "2021010",
        "123456789012345678901",
        "2021/01/04",
        "04.01.2021",
        "tomorrow",
        "２０２１０１０４",
        "2021-01-04T00:00:00",
        "2021-01-04T25:00:00+08:00",
        "2021-02-30T00:00:00.000+0800",
        "2021-01-04T00:00:00.000+2800",
        "2021-01-04T00:00:00.000+08000",
        "2021-01-04T00:00:00.000+8",
        "2021-01-04T00:00:00.000 0800", // the plus of a query string that was not encoded
        "2021-01-04T00:00:00.000+0800Z",
        "2021-01-04T00:00:00.000",
        "+999999999-12-31T00:00:00-18:00",
        "-0210104",
        "0000-00-00",
        "<script>alert(1)</script>",
        "x".repeat(3_900),
        0,
        -20210104,
        210104,
        2021010400,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        2.0210104E7,
        true,
        new byte[] {1},
        (short) 1,
        new Date(Long.MAX_VALUE),
        new Date(Long.MIN_VALUE),
        LocalDate.MAX,
        LocalDate.MIN,
        LocalDateTime.of(2021, 1, 4, 9, 0),
        OffsetDateTime.parse("2021-01-04T00:00:00+08:00"),
        new HashMap<>(Map.of("day", "20210104")));
  }

  @ParameterizedTest
  @MethodSource("noDays")
  @Provokes({FaultRow.I3, FaultRow.I8})
  void an_invalid_date_is_a_rejection_and_no_call_is_made(Object value) {
    var instance = call(Map.of("day", value));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat(engine.variable(instance, "remedyErrorCode")).isNull();
    assertThat((String) engine.variable(instance, "remedyMessage"))
        .contains("yyyyMMdd")
        .doesNotContain("script", "x".repeat(41));
    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t\n"})
  @Provokes(FaultRow.I3)
  void a_blank_day_is_a_rejection_that_says_it_is_empty(String value) {
    var instance = call(Map.of("day", value));

    assertThat((String) engine.variable(instance, "remedyMessage")).contains("date is empty");
  }

  @Test
  @Provokes(FaultRow.I3)
  void a_missing_day_is_a_rejection_that_says_it_is_empty() {
    var instance =
        engine.start(oneTask(Map.of("userId", "7", "onRejection", "continue")), Map.of());

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("date is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"remedyDate", "userId", "employeeType"})
  @Provokes(FaultRow.I5)
  void a_java_object_is_rejected_by_its_class_without_waking_it(String input) {
    Booby.trapped = 0;
    var variables = new HashMap<String, Object>(Map.of("userId", "7", "remedyDate", "20210104"));
    variables.put(input, new Booby());
    variables.put("onRejection", "continue");
    var instance = startUnmappedJob(variables);

    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("TaskInputsTest");
    assertThat(Booby.trapped).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"remedyDate", "userId", "employeeType"})
  @Provokes(FaultRow.I5)
  void a_json_value_is_rejected_mapped_or_stored(String input) {
    var variables = new HashMap<String, Object>(Map.of("userId", "7", "remedyDate", "20210104"));
    variables.put(input, SpinValues.jsonValue("{\"a\": 1}").create());
    variables.put("onRejection", "continue");
    var instance = startUnmappedJob(variables);

    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat(engine.queries()).isEmpty();
  }

  @Test
  void a_json_value_from_an_expression_is_rejected() {
    var instance = call(Map.of("day", SpinValues.jsonValue("20210104").create()));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
  }

  @Test
  void a_file_is_rejected() {
    var instance =
        call(Map.of("user", Variables.fileValue("a.txt").file(new byte[] {'7'}).create()));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
  }

  static Stream<Arguments> userIds() {
    return Stream.of(
        arguments("abd754f7", "abd754f7"),
        arguments("000123", "000123"),
        arguments(" 000123\r\n", "000123"),
        arguments(123, "123"),
        arguments(123L, "123"),
        arguments((short) 123, "123"),
        arguments(9_007_199_254_740_993L, "9007199254740993"));
  }

  @ParameterizedTest
  @MethodSource("userIds")
  @Provokes(FaultRow.I4)
  void a_user_id_is_text_or_a_whole_number(Object value, String userId) {
    call(Map.of("user", value));

    assertThat(engine.queries()).singleElement().extracting(q -> q.userId()).isEqualTo(userId);
  }

  @Test
  @Provokes(FaultRow.I4)
  void a_user_id_may_be_longer_than_a_long() {
    call(Map.of("user", Variables.untypedValue(new BigInteger("12345678901234567890"), true)));

    assertThat(engine.queries())
        .extracting(q -> q.userId())
        .containsExactly("12345678901234567890");
  }

  private static final String OPEN_ID = "ou_7dab8a3d3cdcc9da365777c7ad535d62";

  static Stream<Object> noUserIds() {
    return Stream.of(
        "",
        "  ",
        "zhang san",
        "x".repeat(65),
        OPEN_ID,
        OPEN_ID.replace("ou_", "on_"),
        "a\u200Bb",
        1.5,
        true,
        new Date());
  }

  @ParameterizedTest
  @MethodSource("noUserIds")
  @Provokes(FaultRow.I1)
  void an_invalid_user_id_is_a_rejection_and_no_call_is_made(Object value) {
    var instance = call(Map.of("user", value));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).containsIgnoringCase("user ID");
    assertThat(engine.queries()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.I1)
  void a_missing_user_id_is_a_rejection() {
    var instance =
        engine.start(
            oneTask(Map.of("remedyDate", "20210104", "onRejection", "continue")), Map.of());

    assertThat((String) engine.variable(instance, "remedyMessage")).contains("user ID is empty");
  }

  @ParameterizedTest
  @CsvSource({"employee_id,EMPLOYEE_ID", "employee_no,EMPLOYEE_NO", "' employee_no ',EMPLOYEE_NO"})
  void the_employee_type_says_what_the_user_id_is(String word, EmployeeType type) {
    call(Map.of("type", word));

    assertThat(engine.queries().get(0).employeeType()).isEqualTo(type);
  }

  @Test
  @Provokes(FaultRow.I2)
  void an_absent_null_or_blank_employee_type_is_employee_id() {
    engine.start(oneTask(inputs()), Map.of());
    engine.start(oneTask(inputs("employeeType", "${null}")), Map.of());
    engine.start(oneTask(inputs("employeeType", "${' '}")), Map.of());

    assertThat(engine.queries())
        .hasSize(3)
        .allMatch(query -> query.employeeType() == EmployeeType.EMPLOYEE_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMPLOYEE_ID", "Employee_no", "user_id", "employee_id&a=b"})
  @Provokes(FaultRow.I2)
  void another_employee_type_is_a_rejection_that_names_it(String word) {
    var instance = call(Map.of("type", word));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("'" + word + "'");
    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "default"})
  void a_blank_connection_is_the_default(String name) {
    var instance = call(Map.of("connection", name, "user", ""));

    assertThat((String) engine.variable(instance, "remedyMessage")).startsWith("The user ID");
  }

  @Test
  void messages_are_in_the_language_of_the_connection() {
    var instance = call(Map.of("connection", "chinese", "user", ""));

    assertThat((String) engine.variable(instance, "remedyMessage")).startsWith("用户 ID 为空");
  }

  @Test
  void an_unknown_connection_is_a_failure_that_names_the_known_ones() {
    var instance = call(Map.of("connection", "larq"));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat((String) engine.variable(instance, "remedyMessage"))
        .contains("'larq'", "chinese, default, newyork");
    assertThat(engine.queries()).isEmpty();
  }

  @Test
  void an_instance_of_a_bound_tenant_uses_its_tenants_connection() {
    engine
        .engine()
        .getRepositoryService()
        .createDeployment()
        .tenantId("acme")
        .addModelInstance("p.bpmn", oneTask(inputs("userId", "", "onRejection", "continue")))
        .deploy();

    var instance = engine.start(Map.of());

    assertThat((String) engine.variable(instance, "remedyMessage")).startsWith("用户 ID 为空");
  }

  @Test
  void an_instance_of_a_bound_tenant_may_not_name_another_connection() {
    engine
        .engine()
        .getRepositoryService()
        .createDeployment()
        .tenantId("acme")
        .addModelInstance(
            "p.bpmn", oneTask(inputs("feishuConnection", "default", "onFailure", "continue")))
        .deploy();

    var instance = engine.start(Map.of());

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rejection,onRejection,Continue",
    "rejection,onRejection,retry",
    "failure,onFailure,bpmn_error",
    "failure,onFailure,INCIDENT",
  })
  void an_unknown_action_is_named_before_any_call(String variable, String input, String word) {
    assertThatThrownBy(() -> call(Map.of(variable, word)))
        .isInstanceOfSatisfying(
            TaskFailedException.class, e -> assertThat(e.next()).isEqualTo(new NextStep.Stop()))
        .hasMessageContaining(input)
        .hasMessageContaining("'" + word + "'")
        .hasMessageContaining("incident, continue or bpmnError");

    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rejection", "failure", "connection"})
  void an_action_or_connection_that_is_no_text_is_the_models_fault(String variable) {
    assertThatThrownBy(() -> call(Map.of(variable, 1)))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("Integer");
    assertThatThrownBy(() -> call(Map.of(variable, SpinValues.jsonValue("{\"a\": 1}").create())))
        .isInstanceOf(TaskFailedException.class);

    assertThat(engine.queries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void a_blank_action_is_an_incident(String word) {
    assertThatThrownBy(() -> call(Map.of("rejection", word, "user", "")))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("user ID is empty");
  }

  @Test
  void an_absent_action_is_an_incident() {
    engine.deploy(oneTask(inputs("userId", "")));

    assertThatThrownBy(() -> engine.start(Map.of()))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("user ID is empty");
  }

  @Test
  void a_process_variable_that_is_not_mapped_is_not_read() {
    var model = oneTask(Map.of("userId", "7", "remedyDate", "20210104"));

    engine.start(
        model,
        Map.of(
            "employeeType", "nonsense",
            "onRejection", "nonsense",
            "onFailure", "nonsense",
            "feishuConnection", "nonsense"));

    assertThat(engine.queries()).singleElement().extracting(q -> q.userId()).isEqualTo("7");
  }

  @Test
  void a_process_variable_does_not_stand_in_for_a_forgotten_input() {
    var instance =
        engine.start(
            oneTask(Map.of("remedyDate", "20210104", "onRejection", "continue")),
            Map.of("userId", "7"));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
  }

  /**
   * Runs the task with these process variables; everything else is valid, and the instance
   * continues after a fault.
   */
  private static ProcessInstance call(Map<String, Object> variables) {
    var all = new HashMap<String, Object>();
    all.put("user", "000123");
    all.put("day", "20210104");
    all.put("type", null);
    all.put("connection", null);
    all.put("rejection", "continue");
    all.put("failure", "continue");
    all.putAll(variables);
    return engine.startKept(expressions, all);
  }

  private static ProcessInstance startUnmappedJob(Map<String, Object> variables) {
    return engine.start(unmapped(true), variables);
  }

  private static BpmnModelInstance unmapped(boolean async) {
    return TaskEngine.fetch(process("p"), "fetch", Map.of())
        .camundaAsyncBefore(async)
        .userTask("after")
        .endEvent()
        .done();
  }

  /** An object that does something when it is deserialised. */
  static final class Booby implements Serializable {

    private static final long serialVersionUID = 1;

    static int trapped;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      trapped++;
    }
  }
}
