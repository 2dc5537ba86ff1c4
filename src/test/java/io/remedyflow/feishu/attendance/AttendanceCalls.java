package io.remedyflow.feishu.attendance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.RawRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A connection over bare sockets, with the requests and answers of a remedy in few words. */
final class AttendanceCalls implements AutoCloseable {

  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  static final LocalDate DAY = LocalDate.of(2024, 1, 5);
  static final LocalDateTime NINE = DAY.atTime(9, 0);
  static final EmployeeId LI = employee("late.li");
  static final Punch FIRST_ON = new Punch(0, WorkType.ON_DUTY);
  static final String APPROVAL = "7320000000000000001";
  static final String OTHER_APPROVAL = "7320000000000000002";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final AtomicInteger APPS = new AtomicInteger();

  /** Its own for each test: what an app has started is remembered, and a port may come again. */
  private final String app = "cli_test" + APPS.incrementAndGet();

  /** Waits between attempts take no time. */
  final SettableTime time = new SettableTime();

  final RawFeishu feishu = RawFeishu.start();
  final Reports reports = new Reports();
  final FeishuConnection connection = connection(time, Duration.ofSeconds(20));

  /** One more connection to the same Feishu, as the same app. */
  FeishuConnection connection(Time clock, Duration deadline) {
    return new FeishuConnection(settings().callDeadline(deadline).build(), reports, clock);
  }

  ConnectionSettings.Builder settings() {
    return TestSettings.at(feishu.baseUrl()).appId(app);
  }

  <Q, A> A call(Operation<Q, A> operation, Q request) {
    return connection.call(operation, request);
  }

  /** Makes a call that fails. */
  <Q> FeishuException failure(Operation<Q, ?> operation, Q request) {
    return failure(connection, operation, request);
  }

  static <Q> FeishuException failure(
      FeishuConnection connection, Operation<Q, ?> operation, Q request) {
    var failure =
        catchThrowableOfType(FeishuException.class, () -> connection.call(operation, request));
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  /** Makes a call that is rejected. */
  <Q> RequestRejectedException rejection(Operation<Q, ?> operation, Q request) {
    var rejection =
        catchThrowableOfType(RequestRejectedException.class, () -> call(operation, request));
    assertThat(rejection).as("the rejection").isNotNull();
    return rejection;
  }

  /** The paths of the attempts so far, without what all have in common. */
  List<String> paths() {
    return feishu.messages().stream()
        .map(message -> message.line().split(" ", -1)[1])
        .map(path -> path.replace("/open-apis/attendance/v1/", ""))
        .toList();
  }

  /** How many starts of an approval were sent. */
  long starts() {
    return paths().stream().filter(path -> path.startsWith("user_task_remedys?")).count();
  }

  /** The states that were searched, in this order. */
  List<Integer> searched() {
    return feishu.messages().stream()
        .filter(message -> message.line().contains("user_task_remedys/query"))
        .map(message -> json(message).path("status").intValue())
        .toList();
  }

  JsonNode lastBody() {
    List<RawRequest> messages = feishu.messages();
    return json(messages.get(messages.size() - 1));
  }

  static JsonNode json(RawRequest message) {
    return json(message.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static EmployeeId employee(String id) {
    return new EmployeeId(EmployeeType.EMPLOYEE_ID, id);
  }

  static StartRequest start() {
    return start(FIRST_ON, NINE);
  }

  static StartRequest start(Punch punch, LocalDateTime at) {
    return new StartRequest(LI, DAY, punch, at, "忘记打卡", SHANGHAI);
  }

  static DecisionRequest decision(Decision decision) {
    return new DecisionRequest(APPROVAL, decision, LI, DAY, SHANGHAI);
  }

  static RecordsQuery records() {
    return records(EnumSet.allOf(RemedyState.class));
  }

  static RecordsQuery records(Set<RemedyState> states) {
    return new RecordsQuery(List.of(LI), DAY, DAY, states, SHANGHAI);
  }

  /** Searches that find nothing. */
  static Act[] nothing(int searches) {
    return Stream.generate(() -> found()).limit(searches).toArray(Act[]::new);
  }

  /** A search that finds these records. */
  static Act found(String... records) {
    return success("{\"user_remedys\":[%s]}".formatted(Stream.of(records).collect(joining(","))));
  }

  /** A record of the first punch in, as a search finds it. */
  static String record(String approvalId, RemedyState state) {
    return record(approvalId, state, 1, "2024-01-05 09:00");
  }

  static String record(String approvalId, RemedyState state, int workType, String time) {
    return """
        {"user_id":"late.li","remedy_date":20240105,"punch_no":0,"work_type":%d,"approval_id":"%s",\
        "remedy_time":"%s","status":%d,"reason":"忘记打卡","time":"-","time_zone":"-",\
        "create_time":"1704412800","update_time":"1704416400"}"""
        .formatted(workType, approvalId, time, state.number());
  }

  static Act started(String approvalId) {
    return success(
        "{\"user_remedy\":{\"user_id\":\"late.li\",\"remedy_date\":20240105,\"approval_id\":\"%s\",\"status\":2,\"update_time\":\"-\"}}"
            .formatted(approvalId));
  }

  static Act decided(int state) {
    return success(
        "{\"approval_info\":{\"approval_id\":\"%s\",\"approval_type\":\"remedy\",\"status\":%d}}"
            .formatted(APPROVAL, state));
  }

  static Act success(String data) {
    return answer(200, "{\"code\":0,\"msg\":\"success\",\"data\":%s}".formatted(data));
  }

  static Act code(int status, int code, String msg) {
    return answer(status, "{\"code\":%d,\"msg\":\"%s\"}".formatted(code, msg));
  }

  static Act rateLimited(int seconds) {
    return Act.answer(
        429,
        "x-ogw-ratelimit-reset: %d\r\n".formatted(seconds),
        "{\"code\":99991400,\"msg\":\"limit\"}".getBytes(UTF_8));
  }

  static Act answer(int status, String body) {
    return Act.answer(status, "X-Tt-Logid: log-of-" + status + "\r\n", body.getBytes(UTF_8));
  }

  @Override
  public void close() {
    connection.close();
    feishu.close();
  }
}
