package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tasks accept as inputs, and which request they make of it. */
class RequestsTest {

  private static final String OPEN_ID = "ou_7dab8a3d3cdcc9da365777c7ad535d62";
  private static final String UNION_ID = "on_94a1ee5551019f18cd73d9f111898cf2";

  /** The first clock-in of 4 January 2021, from 08:00 to 10:00, as the task that fetched it. */
  private static final String SLOTS =
      """
      [{"value":"0-1","label":"any","userId":"abd754f7","remedyDate":"2021-01-04","freePunch":false,"punchNo":0,"workType":"ON_DUTY",
        "punchStatus":"LACK","normalPunchTime":"2021-01-04T09:00:00","earliest":"2021-01-04T08:00:00","latest":"2021-01-04T10:00:00"},
       {"value":"1-2","label":"any","userId":"abd754f7","remedyDate":"2021-01-04","freePunch":false,"punchNo":1,"workType":"OFF_DUTY",
        "punchStatus":"LACK","normalPunchTime":null,"earliest":null,"latest":null},
       {"value":"0-0","label":"any","userId":null,"remedyDate":null,"freePunch":true,"punchNo":null,"workType":"UNKNOWN",
        "punchStatus":"UNKNOWN","normalPunchTime":null,"earliest":null,"latest":null},
       {"value":"2-0","label":"any","userId":"abd754f7","remedyDate":"2021-01-04","freePunch":false,"punchNo":2,"workType":"UNKNOWN",
        "punchStatus":"LACK","normalPunchTime":null,"earliest":null,"latest":null}]
      """;

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  private static final Map<String, String> KEPT = new HashMap<>();

  /**
   * Inputs that are no request.
   *
   * @param changed names and values of the inputs that differ from those of a valid request
   * @param says words of the message
   */
  private record Wrong(TaskSample task, String name, String says, List<Object> changed) {

    void check() {
      engine.reset();
      ProcessInstance instance = run(task, "default", changed);

      assertThat(engine.variable(instance, task.status())).isEqualTo("REJECTED");
      assertThat((String) engine.variable(instance, task.message()))
          .contains(says)
          .hasSizeLessThan(300)
          .endsWith(".");
      assertThat((String) engine.variable(run(task, "chinese", changed), task.message()))
          .containsPattern("\\p{IsHan}");
      assertThat(engine.requests()).isEmpty();
    }
  }

  /**
   * Inputs of a valid request.
   *
   * @param expected the request that is made
   */
  private record Right(TaskSample task, String name, Request<?> expected, List<Object> changed) {

    void check() {
      engine.reset();
      engine.feishuAnswers(task.answer());
      ProcessInstance instance = run(task, "default", changed);

      assertThat(engine.variable(instance, task.message())).isNull();
      assertThat(engine.requests()).singleElement().isEqualTo(expected);
    }
  }

  private static Right right(TaskSample task, String name, Request<?> expected, Object... changed) {
    return new Right(task, name, expected, Arrays.asList(changed));
  }

  private static Stream<DynamicTest> tests(Wrong... wrong) {
    return Arrays.stream(wrong).map(one -> dynamicTest(one.name(), one::check));
  }

  private static Stream<DynamicTest> tests(Right... right) {
    return Arrays.stream(right).map(one -> dynamicTest(one.name(), one::check));
  }

  // the employee and the day, which several tasks have

  @TestFactory
  Stream<DynamicTest> an_employee_or_a_day_that_is_none_is_rejected_and_nothing_is_sent() {
    return TaskSample.all()
        .filter(task -> task.inputs().containsKey("userId"))
        .flatMap(
            task ->
                Stream.concat(
                    tests(
                        wrong(task, "no employee", "", "userId", null),
                        wrong(task, "a blank", "", "userId", " \t"),
                        wrong(task, "65 characters", "65", "userId", "x".repeat(65)),
                        wrong(task, "an open_id", "open_id", "userId", OPEN_ID),
                        wrong(task, "a union_id", "union_id", "userId", UNION_ID),
                        wrong(task, "two words", "space", "userId", "two words"),
                        wrong(task, "a fraction", "Double", "userId", 7.5),
                        wrong(task, "true", "Boolean", "userId", true),
                        wrong(task, "a date", "Date", "userId", Date.from(Instant.EPOCH)),
                        wrong(task, "a kind of ID", "'open_id'", "employeeType", "open_id"),
                        wrong(task, "capitals", "'Employee_ID'", "employeeType", "Employee_ID")),
                    Stream.of("remedyDate", "from", "to")
                        .filter(day -> task.inputs().containsKey(day))
                        .flatMap(
                            day ->
                                tests(
                                    wrong(task, "no " + day, "is empty", day, null),
                                    wrong(task, "a blank " + day, "is empty", day, " "),
                                    wrong(task, "30 February", "20210230", day, "20210230"),
                                    wrong(task, "of Germany", "4.1.2021", day, "4.1.2021"),
                                    wrong(
                                        task,
                                        "year 999",
                                        "four-digit",
                                        day,
                                        LocalDate.of(999, 1, 1)),
                                    wrong(task, "true", "Boolean", day, true)))));
  }

  private static Wrong wrong(TaskSample task, String name, String says, Object... changed) {
    return new Wrong(task, task + ": " + name, says, Arrays.asList(changed));
  }

  // findEmployee

  @TestFactory
  Stream<DynamicTest> who_is_found_by_no_address_is_rejected_and_nothing_is_sent() {
    TaskSample task = TaskSample.findEmployee();
    return tests(
        wrong(task, "neither", "neither an e-mail nor a mobile", "email", null),
        wrong(task, "both blank", "neither", "email", " ", "mobile", "\n"),
        wrong(task, "both", "both an e-mail and a mobile", "mobile", "13812345678"),
        wrong(task, "no at", "not a valid address", "email", "li.chi.example.com"),
        wrong(task, "two addresses", "not a valid", "email", "a@example.com,b@example.com"),
        wrong(task, "too long", "not a valid address", "email", "x".repeat(250) + "@a.cn"),
        wrong(task, "a number as e-mail", "not a valid address", "email", 13812345678L),
        wrong(task, "e-mail as true", "Boolean", "email", true),
        wrong(task, "e-mail as date", "Date", "email", Date.from(Instant.EPOCH)),
        mobile(task, "too short", "not a valid number", "1381234567"),
        mobile(task, "no country", "not a valid number", "65 9123 4567"),
        mobile(task, "letters", "not a valid number", "call me"),
        mobile(task, "a fraction", "Double", 1.3812345678e10),
        wrong(task, "maybe", "includeResigned is 'maybe'", "includeResigned", "maybe"),
        wrong(task, "a number", "includeResigned is '1'", "includeResigned", 1));
  }

  private static Wrong mobile(TaskSample task, String name, String says, Object mobile) {
    return wrong(task, name, says, "email", null, "mobile", mobile);
  }

  @TestFactory
  Stream<DynamicTest> an_employee_is_found_by_an_address_as_people_write_it() {
    TaskSample task = TaskSample.findEmployee();
    return tests(
        right(task, "capitals and blanks", email(false), "email", "  LI.CHI@example.com "),
        right(task, "blank mobile", email(false), "mobile", " "),
        right(task, "former ones by text", email(true), "includeResigned", " True "),
        right(task, "former ones", email(true), "includeResigned", true),
        right(task, "not former ones", email(false), "includeResigned", "false"),
        right(task, "separated", mobile("13812345678"), "email", "", "mobile", "+86 138-1234-5678"),
        right(task, "a number", mobile("13812345678"), "email", "", "mobile", 13812345678L),
        right(task, "abroad", mobile("+6591234567"), "email", "", "mobile", "+65 9123 4567"));
  }

  private static EmployeeQuery email(boolean resigned) {
    return new EmployeeQuery(EmployeeAddress.Email.of("li.chi@example.com"), resigned);
  }

  private static EmployeeQuery mobile(String number) {
    return new EmployeeQuery(EmployeeAddress.Mobile.of(number), false);
  }

  // startRemedyApproval

  @TestFactory
  Stream<DynamicTest> a_remedy_that_cannot_be_is_rejected_and_nothing_is_sent() {
    return tests(
        start("no punch", "punch is empty", "punch", null),
        start("a blank punch", "punch is empty", "punch", " "),
        start("a punch in words", "'first'", "punch", "first"),
        start("a punch as a number", "punch is a Integer", "punch", 0),
        start("a work type that is none", "'0-3'", "punch", "0-3"),
        start("a free punch with a number", "'2-0'", "punch", "2-0"),
        start(
            "a long punch", "cannot be remedied", "punch", "0-1".repeat(2_000).substring(0, 3_999)),
        listed("a punch that is not in the list", "'0-2'", "punch", "0-2"),
        listed("a punch of no known type", "'2-0'", "punch", "2-0"),
        listed("the list of another employee", "another employee or day", "userId", "000123"),
        listed("the list of another day", "another employee or day", "remedyDate", "20210105"),
        start("a list that is an object", "not a valid list", "remedySlots", "{}"),
        start("a list that is cut off", "not a valid list", "remedySlots", SLOTS.substring(0, 90)),
        start("a list and more", "not a valid list", "remedySlots", SLOTS + "]"),
        start("a list of lists", "cannot be remedied", "remedySlots", "[[]]"),
        start("an empty list", "cannot be remedied", "remedySlots", json("[]")),
        start("a deep list", "not a valid list", "remedySlots", "[".repeat(3_000)),
        start("a number as list", "Integer", "remedySlots", 7),
        listed("a minute too early", "08:00 to 2021-01-04T10:00", "remedyTime", "2021-01-04T07:59"),
        listed("a minute too late", "08:00 to 2021-01-04T10:00", "remedyTime", "2021-01-04T10:01"),
        start("no time", "is empty", "remedyTime", null),
        start("a blank time", "is empty", "remedyTime", " "),
        start("a time without day", "'09:00'", "remedyTime", "09:00"),
        start("a day without time", "'2021-01-04'", "remedyTime", "2021-01-04"),
        start("a day as date", "LocalDate", "remedyTime", LocalDate.of(2021, 1, 4)),
        start("a time that is none", "25:00", "remedyTime", "2021-01-04T25:00"),
        start("a day that is none", "02-30", "remedyTime", "2021-02-30T09:00"),
        start("a time as number", "Long", "remedyTime", 1609722000L),
        start("two days later", "does not belong", "remedyTime", "2021-01-06T00:00"),
        start("two days before", "does not belong", "remedyTime", "2021-01-02T23:59"),
        start("no reason", "reason is empty", "reason", null),
        start("a blank reason", "reason is empty", "reason", " \n"),
        start("a reason of 501 characters", "501 characters", "reason", "x".repeat(501)),
        start("a reason as number", "Integer", "reason", 7));
  }

  private static Wrong start(String name, String says, Object... changed) {
    return wrong(TaskSample.start(), name, says, changed);
  }

  private static Wrong listed(String name, String says, Object... changed) {
    List<Object> all = new ArrayList<>(List.of("remedySlots", json(SLOTS)));
    all.addAll(Arrays.asList(changed));
    return wrong(TaskSample.start(), name, says, all.toArray());
  }

  @TestFactory
  Stream<DynamicTest> a_remedy_is_started_for_the_chosen_punch_and_time() {
    TaskSample task = TaskSample.start();
    LocalDateTime nine = LocalDateTime.of(2021, 1, 4, 9, 0);
    Date moment = Date.from(Instant.parse("2021-01-04T01:00:30Z"));
    Punch first = new Punch(0, WorkType.ON_DUTY);
    return tests(
        right(task, "without a list", started(first, nine)),
        right(task, "a blank list", started(first, nine), "remedySlots", " "),
        right(task, "a list", started(first, nine), "remedySlots", json(SLOTS)),
        right(
            task,
            "a list as text",
            started(first, nine),
            "remedySlots",
            SLOTS.substring(0, 300).replaceAll("(?s)},.*", "}]")),
        right(task, "blanks", started(first, nine), "punch", " 0-1 "),
        right(task, "a twin", started(first, nine), "punch", "0-1-2"),
        right(task, "clocking out", started(new Punch(1, WorkType.OFF_DUTY), nine), "punch", "1-2"),
        right(task, "a free punch", started(Punch.FREE, nine), "punch", "0-0"),
        right(
            task,
            "a slot without window, employee and day",
            started(Punch.FREE, nine),
            "remedySlots",
            json(SLOTS),
            "punch",
            "0-0"),
        right(
            task,
            "the first minute",
            started(first, nine.withHour(8)),
            "remedySlots",
            json(SLOTS),
            "remedyTime",
            "2021-01-04 08:00"),
        right(
            task,
            "the last minute",
            started(first, nine.withHour(10)),
            "remedySlots",
            json(SLOTS),
            "remedyTime",
            "2021-01-04T10:00:00"),
        right(
            task,
            "a second after the last minute, which is cut off",
            started(first, nine.withHour(10)),
            "remedySlots",
            json(SLOTS),
            "remedyTime",
            "2021-01-04T10:00:59"),
        right(task, "seconds", started(first, nine), "remedyTime", "2021-01-04T09:00:59"),
        right(
            task, "a number, whose type is not text", started(first, nine), "remedyDate", 20210104),
        right(task, "a local date-time", started(first, nine), "remedyTime", nine),
        right(task, "a date", started(first, nine), "remedyTime", moment),
        right(
            task,
            "another zone",
            started(first, nine),
            "remedyTime",
            ZonedDateTime.parse("2021-01-03T20:00:00-05:00[America/New_York]")),
        right(task, "UTC", started(first, nine), "remedyTime", "2021-01-04T01:00:00Z"),
        right(
            task,
            "Camunda's form",
            started(first, nine),
            "remedyTime",
            "2021-01-04T09:00:00.000+0800"),
        right(
            task,
            "the next morning",
            started(first, nine.plusDays(1)),
            "remedyTime",
            "2021-01-05T09:00"),
        right(
            task,
            "a reason of 500 characters",
            new StartRequest(
                employee("abd754f7"), TaskSample.DAY, first, nine, "因".repeat(500), zone()),
            "reason",
            "  " + "因".repeat(500) + "\n"));
  }

  private static StartRequest started(Punch punch, LocalDateTime time) {
    return new StartRequest(
        employee("abd754f7"), TaskSample.DAY, punch, time, "The badge stayed at home", zone());
  }

  // reportRemedyDecision

  @TestFactory
  Stream<DynamicTest> a_decision_that_is_none_is_rejected_and_nothing_is_sent() {
    TaskSample task = TaskSample.report();
    return tests(
        wrong(task, "no approval", "approval ID", "remedyApprovalId", null),
        wrong(task, "a blank approval", "approval ID", "remedyApprovalId", " "),
        wrong(task, "a fraction", "Double", "remedyApprovalId", (double) 6953129324543180819L),
        wrong(task, "65 digits", "approval ID", "remedyApprovalId", "9".repeat(65)),
        wrong(task, "a path", "approval ID", "remedyApprovalId", "1/../2"),
        wrong(task, "no decision", "decision ''", "decision", null),
        wrong(task, "maybe", "'maybe'", "decision", "maybe"),
        wrong(task, "one", "'1'", "decision", 1),
        wrong(task, "past tense", "'approved'", "decision", "approved"));
  }

  @TestFactory
  Stream<DynamicTest> a_decision_is_reported_as_it_was_made() {
    TaskSample task = TaskSample.report();
    long id = 6953129324543180819L;
    return tests(
        right(task, "an ID of 19 digits", reported(Decision.APPROVE)),
        right(task, "the same as a number", reported(Decision.APPROVE), "remedyApprovalId", id),
        right(
            task,
            "the same as a big number",
            reported(Decision.APPROVE),
            "remedyApprovalId",
            Variables.objectValue(BigInteger.valueOf(id)).create()),
        right(task, "true", reported(Decision.APPROVE), "decision", true),
        right(task, "false", reported(Decision.REJECT), "decision", false),
        right(task, "true as text", reported(Decision.APPROVE), "decision", "TRUE"),
        right(task, "case and blanks", reported(Decision.APPROVE), "decision", "Approve "),
        right(task, "reject", reported(Decision.REJECT), "decision", "reject"),
        right(task, "revoke", reported(Decision.REVOKE), "decision", "revoke"));
  }

  private static DecisionRequest reported(Decision decision) {
    return new DecisionRequest(
        "6953129324543180819", decision, employee("abd754f7"), TaskSample.DAY, zone());
  }

  // findRemedies

  @TestFactory
  Stream<DynamicTest> a_search_that_cannot_be_is_rejected_and_nothing_is_sent() {
    TaskSample task = TaskSample.findRemedies();
    return tests(
        wrong(task, "51 employees", "51 employees", "userId", ids(51, ",")),
        wrong(task, "51 employees as JSON", "51 employees", "userId", jsonIds(51)),
        wrong(task, "an empty array", "no employee", "userId", "[]"),
        wrong(task, "an empty place", "user ID is empty", "userId", "a,,b"),
        wrong(task, "an open_id among others", "open_id", "userId", "a," + OPEN_ID),
        wrong(task, "an array of objects", "not a valid list", "userId", "[{}]"),
        wrong(task, "an array with null", "not a valid list", "userId", "[null]"),
        wrong(task, "an array with a fraction", "not a valid list", "userId", "[1.5]"),
        wrong(task, "an array that is cut off", "not a valid list", "userId", "[\"a\""),
        wrong(task, "an array and more", "not a valid list", "userId", "[\"a\"] b"),
        wrong(task, "reversed days", "is before the first day", "to", "20210103"),
        wrong(task, "an unknown state", "'OPEN'", "states", "PENDING, OPEN"),
        wrong(task, "a state as number", "Integer", "states", 2),
        wrong(task, "an empty place among states", "state ''", "states", "PENDING,,APPROVED"));
  }

  @TestFactory
  Stream<DynamicTest> a_search_is_for_one_employee_or_several() {
    TaskSample task = TaskSample.findRemedies();
    List<RemedyState> all = List.of(RemedyState.values());
    List<RemedyState> two = List.of(RemedyState.APPROVED, RemedyState.PENDING);
    return tests(
        right(task, "commas", found(all, "abd754f7", "000123")),
        right(task, "one", found(all, "7"), "userId", "7"),
        right(task, "a number", found(all, "7"), "userId", 7),
        right(task, "Chinese commas", found(all, "a", "b"), "userId", "a，b ， a"),
        right(task, "an array", found(all, "a,b", "7"), "userId", "[\"a,b\", 7]"),
        right(task, "a Json variable", found(all, "a", "b"), "userId", json("[\"a\",\"b\"]")),
        right(task, "fifty", fifty(all), "userId", ids(50, ", ")),
        right(
            task,
            "one day",
            oneDay(all),
            "to",
            Date.from(Instant.ofEpochSecond(1609722000)),
            "userId",
            "7"),
        right(task, "states", found(two, "7"), "userId", "7", "states", "approved, PENDING"),
        right(
            task,
            "states as array",
            found(two, "7"),
            "userId",
            "7",
            "states",
            "[\"APPROVED\",\"PENDING\"]"),
        right(task, "blank states", found(all, "7"), "userId", "7", "states", " "));
  }

  private static RecordsQuery found(List<RemedyState> states, String... ids) {
    return query(List.of(ids), LocalDate.of(2021, 1, 31), states);
  }

  private static RecordsQuery fifty(List<RemedyState> states) {
    return query(List.of(ids(50, " ").split(" ")), LocalDate.of(2021, 1, 31), states);
  }

  private static RecordsQuery oneDay(List<RemedyState> states) {
    return query(List.of("7"), TaskSample.DAY, states);
  }

  private static RecordsQuery query(List<String> ids, LocalDate to, List<RemedyState> states) {
    return new RecordsQuery(
        ids.stream().map(RequestsTest::employee).toList(),
        TaskSample.DAY,
        to,
        Set.copyOf(states),
        zone());
  }

  private static String ids(int number, String comma) {
    return String.join(comma, IntStream.range(0, number).mapToObj(n -> "e" + n).toList());
  }

  private static Object jsonIds(int number) {
    return json("[\"" + ids(number, "\",\"") + "\"]");
  }

  // the engine

  private static ProcessInstance run(TaskSample task, String connection, List<Object> changed) {
    List<Object> all =
        new ArrayList<>(List.of("onRejection", "continue", "feishuConnection", connection));
    all.addAll(changed);
    String definition =
        KEPT.computeIfAbsent(
            task.toString(),
            name -> engine.keep(task.after(process(name)).userTask("after").endEvent().done()));
    return engine.startKept(definition, task.variables(all.toArray()));
  }

  private static EmployeeId employee(String id) {
    return new EmployeeId(EmployeeType.EMPLOYEE_ID, id);
  }

  private static ZoneId zone() {
    return ZoneId.of("Asia/Shanghai");
  }

  private static Object json(String text) {
    return SpinValues.jsonValue(text).create();
  }
}
