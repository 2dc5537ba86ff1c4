package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.spin.Spin.JSON;
import static org.camunda.spin.plugin.variable.SpinValues.jsonValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision tables on a real engine, with slots as the task writes them. */
class RemedyDecisionTest {
  @AutoClose private static final ProcessEngine engine = PlainEngine.with(execution -> {});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-07-01T09:00", // as a form sends it
        "2021-07-01T09:00:00",
        "2021-07-01T09:00:00.123",
        "2021-07-01T08:00", // the edges belong to the window
        "2021-07-01T08:00:00",
        "2021-07-01T10:00",
        "2021-07-01T10:00:00"
      })
  void a_time_within_the_window_fits(String time) {
    assertThat(check(slot(), "0-1", time))
        .containsEntry("timeFits", true)
        .containsEntry("timeProblem", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2021-07-01T07:59", "2021-07-01T07:59:59", "2021-06-30T09:00"})
  void a_time_before_the_window_is_too_early(String time) {
    assertThat(check(slot(), "0-1", time))
        .containsEntry("timeFits", false)
        .containsEntry(
            "timeProblem",
            "The time is too early: this punch may be remedied from 2021-07-01 08:00 on.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2021-07-01T10:00:01", "2021-07-01T10:01", "2021-07-02T09:00"})
  void a_time_after_the_window_is_too_late(String time) {
    assertThat(check(slot(), "0-1", time))
        .containsEntry("timeFits", false)
        .containsEntry(
            "timeProblem",
            "The time is too late: this punch may be remedied until 2021-07-01 10:00.");
  }

  @Test
  void a_bound_that_feishu_did_not_send_is_open() {
    assertThat(check(slot().with("earliest", null), "0-1", "2021-06-01T00:00"))
        .containsEntry("timeFits", true);
    assertThat(check(slot().with("earliest", null), "0-1", "2021-07-01T10:01"))
        .containsEntry("timeFits", false);
    assertThat(check(slot().with("latest", null), "0-1", "2021-08-01T00:00"))
        .containsEntry("timeFits", true);
    assertThat(check(slot().with("latest", null), "0-1", "2021-07-01T07:59"))
        .containsEntry("timeFits", false);
  }

  @Test
  void a_free_shift_has_the_window_that_feishu_sent() {
    var free = slot().with("freePunch", true).with("punchNo", null);

    assertThat(check(free, "0-1", "2021-07-01T09:00")).containsEntry("timeFits", true);
    assertThat(check(free, "0-1", "2021-07-01T07:59")).containsEntry("timeFits", false);
    assertThat(check(free, "0-1", "2021-07-01T10:01"))
        .containsEntry("timeFits", false)
        .containsEntry(
            "timeProblem",
            "The time is too late: this punch may be remedied until 2021-07-01 10:00.");
    assertThat(check(free, "0-1", "later")).containsEntry("timeFits", false);
  }

  @Test
  void a_free_shift_without_a_window_needs_a_time_and_nothing_else() {
    var free =
        slot()
            .with("freePunch", true)
            .with("normalPunchTime", null)
            .with("earliest", null)
            .with("latest", null);

    assertThat(check(free, "0-1", "2021-07-01T23:00")).containsEntry("timeFits", true);
    assertThat(check(free, "0-1", "23:00"))
        .containsEntry("timeFits", true)
        .containsEntry("requestedTime", "2021-07-01T23:00");
    assertThat(check(free, "0-1", "later")).containsEntry("timeFits", false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:05",
        " 09:05 ",
        "9:05",
        "09：05", // as a Chinese keyboard writes it
        "2021-07-01 09:05",
        "2021-07-01 9:05",
        "2021-07-01  09:05",
        "2021-07-01T09:05"
      })
  void a_time_is_read_as_people_write_it(String time) {
    assertThat(check(slot(), "0-1", time))
        .containsEntry("timeFits", true)
        .containsEntry("requestedTime", "2021-07-01T09:05");
  }

  /** Windows of a night, in which each time of day is there once at the most. */
  @ParameterizedTest
  @CsvSource({
    "2021-07-02T05:00, 2021-07-02T07:00, 06:00,            true,  2021-07-02T06:00",
    "2021-07-02T05:00, 2021-07-02T07:00, 04:59,            false, 2021-07-02T04:59",
    "2021-07-01T21:00, 2021-07-02T01:00, 23:59,            true,  2021-07-01T23:59",
    "2021-07-01T21:00, 2021-07-02T01:00, 21:00,            true,  2021-07-01T21:00",
    "2021-07-01T21:00, 2021-07-02T01:00, 00:30,            true,  2021-07-02T00:30",
    "2021-07-01T21:00, 2021-07-02T01:00, 01:00,            true,  2021-07-02T01:00",
    "2021-07-01T21:00, 2021-07-02T01:00, 01:01,            false, 2021-07-01T01:01",
    "2021-07-01T05:00, 2021-07-02T04:59, 05:00,            true,  2021-07-01T05:00",
    "2021-07-01T05:00, 2021-07-02T04:59, 04:59,            true,  2021-07-02T04:59",
    "2021-07-01T05:00, 2021-07-02T05:00, 05:00,            false,",
    "2021-07-01T05:00, 2021-07-03T05:00, 2021-07-02 12:00, true,  2021-07-02T12:00",
    "2021-07-01T10:00, 2021-07-01T08:00, 09:00,            false, 2021-07-01T09:00"
  })
  void a_time_of_day_is_on_the_day_of_the_window(
      String earliest, String latest, String typed, boolean fits, String requested) {
    var night =
        slot()
            .with("normalPunchTime", earliest + ":00")
            .with("earliest", earliest + ":00")
            .with("latest", latest + ":00");

    assertThat(check(night, "0-1", typed))
        .containsEntry("timeFits", fits)
        .containsEntry("requestedTime", requested);
  }

  @Test
  void a_window_of_more_than_a_day_requires_the_day() {
    var long_ = slot().with("latest", "2021-07-02T10:00:00");

    assertThat(check(long_, "0-1", "09:00"))
        .containsEntry(
            "timeProblem", "Please give the time as 09:05, or with its day as 2021-01-05 06:00.");
  }

  @Test
  void with_one_bound_only_a_time_of_day_is_on_the_day_it_was_due() {
    var open = slot().with("normalPunchTime", "2021-07-02T06:00:00").with("earliest", null);
    assertThat(check(open.with("latest", "2021-07-02T07:00:00"), "0-1", "06:30"))
        .containsEntry("requestedTime", "2021-07-02T06:30");
    assertThat(
            check(
                open.with("normalPunchTime", null).with("latest", "2021-07-02T07:00:00"),
                "0-1",
                "06:30"))
        .containsEntry("requestedTime", "2021-07-02T06:30");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"9-9", "0"})
  void a_punch_that_is_not_offered_does_not_fit(String chosen) {
    assertThat(check(slot(), chosen, "2021-07-01T09:00"))
        .containsEntry("timeFits", false)
        .containsEntry("timeProblem", "Please choose one of the punches in the list.");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "garbage",
        "2021-07-01",
        "0900",
        "25:00",
        "09:60",
        "09:00+08:00",
        "2021-07-01 2021-07-01 09:00",
        "yesterday 09:00",
        "2021-02-31T09:00",
        "2021-07-01T25:00",
        "2021-07-01T09:00Z",
        "2021-07-01T09:00+08:00"
      })
  void an_invalid_time_does_not_fit(String time) {
    assertThat(check(slot(), "0-1", time))
        .containsEntry("timeFits", false)
        .containsEntry(
            "timeProblem", "Please give the time as 09:05, or with its day as 2021-01-05 06:00.");
  }

  @Test
  void the_chosen_slot_is_found_among_several() {
    var slots =
        "[%s, %s]"
            .formatted(slot().json(), slot().with("value", "0-2").with("latest", null).json());

    assertThat(evaluate("remedy-time-check", slots, "0-2", "2021-07-01T20:00"))
        .containsEntry("timeFits", true);
    assertThat(evaluate("remedy-time-check", slots, "0-1", "2021-07-01T20:00"))
        .containsEntry("timeFits", false);
  }

  @Test
  void missing_values_do_not_fit_either() {
    assertThat(evaluate("remedy-time-check", Variables.createVariables()))
        .containsEntry("timeFits", false);
    assertThat(evaluate("remedy-time-check", "[]", "0-1", "2021-07-01T09:00"))
        .containsEntry("timeFits", false);
  }

  @ParameterizedTest
  @CsvSource({
    "LACK,  2021-07-01T09:00,    AUTOMATIC",
    "LACK,  2021-07-01T08:50,    AUTOMATIC",
    "LACK,  2021-07-01T09:10,    AUTOMATIC",
    "LACK,  2021-07-01T08:49:59, MANAGER",
    "LACK,  2021-07-01T09:10:01, MANAGER",
    "LACK,  09:10,               AUTOMATIC",
    "LACK,  09:11,               MANAGER",
    "LATE,  2021-07-01T09:00,    MANAGER",
    "LATE,  2021-07-01T09:10,    MANAGER",
    "EARLY, 2021-07-01T09:00,    MANAGER",
    "EARLY, 2021-07-01T08:50,    MANAGER",
    "Odd,   2021-07-01T09:00,    MANAGER"
  })
  void only_a_missing_punch_within_ten_minutes_needs_no_manager(
      String punchStatus, String time, String route) {
    assertThat(decide(slot().with("punchStatus", punchStatus), time))
        .containsEntry("remedyRoute", route);
  }

  @Test
  void a_free_shift_is_always_a_managers_decision() {
    assertThat(decide(slot().with("freePunch", true), "2021-07-01T09:00"))
        .containsEntry("remedyRoute", "MANAGER")
        .containsEntry(
            "remedyRouteReason", "On a free shift no time is due, so a manager has to decide.");
  }

  @Test
  void without_a_due_time_a_manager_decides() {
    assertThat(decide(slot().with("normalPunchTime", null), "2021-07-01T09:00"))
        .containsEntry("remedyRoute", "MANAGER");
  }

  @Test
  void every_route_gives_its_reason() {
    assertThat(decide(slot(), "2021-07-01T09:00").get("remedyRouteReason"))
        .asString()
        .contains("missing");
    assertThat(decide(slot(), "2021-07-01T09:30").get("remedyRouteReason"))
        .asString()
        .contains("more than ten minutes");
    for (String status : List.of("LATE", "EARLY")) {
      assertThat(
              decide(slot().with("punchStatus", status), "2021-07-01T09:00")
                  .get("remedyRouteReason"))
          .isEqualTo("The punch was late or early, so a manager has to decide.");
    }
  }

  @Test
  void the_history_holds_no_serialized_java() {
    decide(slot(), "2021-07-01T09:00");

    var decisions =
        engine
            .getHistoryService()
            .createHistoricDecisionInstanceQuery()
            .includeInputs()
            .includeOutputs();
    assertThat(decisions.disableCustomObjectDeserialization().list())
        .flatExtracting(HistoricDecisionInstance::getOutputs)
        .isNotEmpty()
        .allSatisfy(
            output -> assertThat(output.getTypedValue()).isNotInstanceOf(ObjectValue.class));
  }

  private static Map<String, Object> check(Slot slot, String chosen, String time) {
    return evaluate("remedy-time-check", "[" + slot.json() + "]", chosen, time);
  }

  private static Map<String, Object> decide(Slot slot, String time) {
    return evaluate("remedy-decision", "[" + slot.json() + "]", "0-1", time);
  }

  private static Map<String, Object> evaluate(
      String decision, String slots, String chosen, String time) {
    return evaluate(
        decision,
        Variables.createVariables()
            .putValueTyped("remedySlots", jsonValue(slots).create())
            .putValue("chosenSlot", chosen)
            .putValue("remedyTime", time));
  }

  private static Map<String, Object> evaluate(String decision, VariableMap variables) {
    var service = engine.getDecisionService();
    return service
        .evaluateDecisionByKey(decision)
        .variables(variables)
        .evaluate()
        .getSingleResult()
        .getEntryMap();
  }

  private static Slot slot() {
    return new Slot(
        """
        {"value": "0-1", "label": "1st punch, on duty: missing", "userId": "abd754f7", "remedyDate": "2021-07-01",
         "freePunch": false, "punchNo": 0, "workType": "ON_DUTY", "punchStatus": "LACK",
         "normalPunchTime": "2021-07-01T09:00:00", "earliest": "2021-07-01T08:00:00", "latest": "2021-07-01T10:00:00"}""");
  }

  private record Slot(String json) {
    Slot with(String property, Object value) {
      HashMap<String, Object> changed =
          JSON(json).mapTo("java.util.HashMap<java.lang.String, java.lang.Object>");
      changed.put(property, value);
      return new Slot(JSON(changed).toString());
    }
  }
}
