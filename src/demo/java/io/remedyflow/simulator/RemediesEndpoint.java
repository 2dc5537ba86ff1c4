package io.remedyflow.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.Verdict.ErrorReply;
import io.remedyflow.simulator.Verdict.Slots;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers which punches of a day an employee may remedy: the gateway's checks, then the company's.
 */
final class RemediesEndpoint implements Endpoint {

  static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final IssuedTokens tokens;
  private final Throttle throttle;
  private final InstantSource clock;

  RemediesEndpoint(IssuedTokens tokens, Throttle throttle, InstantSource clock) {
    this.tokens = tokens;
    this.throttle = throttle;
    this.clock = clock;
  }

  @Override
  public Answer answer(RecordedRequest request, String logId) {
    if (!request.method().equals("POST")) {
      return Endpoint.wrongMethod(logId);
    }
    Optional<ErrorReply> noEntry = errorAtTheGate(request.headers().get("Authorization"));
    if (noEntry.isPresent()) {
      return errorReply(noEntry.get(), logId);
    }
    return throttle.admits() ? attendance(request, logId) : throttle.rateLimited(logId);
  }

  private Optional<ErrorReply> errorAtTheGate(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return Optional.of(
          new ErrorReply(400, 99991661, "Missing access token for authorization, send a Bearer"));
    }
    String token = authorization.substring("Bearer ".length());
    if (token.startsWith("u-")) {
      return Optional.of(new ErrorReply(400, 99991668, "user access token not support"));
    }
    if (!token.matches("t-[A-Za-z0-9._-]+")) {
      return Optional.of(new ErrorReply(400, 99991671, "token must start with t- or u-"));
    }
    return tokens.accepts(token)
        ? Optional.empty()
        : Optional.of(new ErrorReply(400, 99991663, "Invalid access token for authorization"));
  }

  private Answer attendance(RecordedRequest request, String logId) {
    if (!Endpoint.sendsJson(request)) {
      return errorReply(
          ErrorReply.invalid("Content-Type invalid, send application/json; charset=utf-8"), logId);
    }
    List<String> employeeType = employeeTypes(request.query());
    if (!employeeType.equals(List.of("employee_id"))
        && !employeeType.equals(List.of("employee_no"))) {
      return errorReply(ErrorReply.invalid("employee_type invalid"), logId);
    }
    Optional<ObjectNode> body = Json.object(request.body());
    if (body.isEmpty()) {
      return errorReply(ErrorReply.invalid("body invalid, send a JSON object"), logId);
    }
    JsonNode userId = body.get().path("user_id");
    if (!userId.isTextual() || userId.asText().isEmpty()) {
      return errorReply(ErrorReply.invalid("user_id invalid, send a string"), logId);
    }
    Optional<LocalDate> day = day(body.get().path("remedy_date"));
    if (day.isEmpty()) {
      return errorReply(ErrorReply.invalid("remedy_date invalid, send an integer yyyyMMdd"), logId);
    }
    boolean byId = employeeType.contains("employee_id");
    Optional<Conduct> conduct =
        byId ? Company.conductById(userId.asText()) : Company.conductByNo(userId.asText());
    LocalDate today = LocalDate.ofInstant(clock.instant(), Company.ZONE);
    Verdict verdict =
        conduct.<Verdict>map(it -> it.on(day.get(), today)).orElse(ErrorReply.UNKNOWN_USER);
    return verdict instanceof Slots slots
        ? success(userId.asText(), day.get(), slots.slots())
        : errorReply((ErrorReply) verdict, logId);
  }

  private static List<String> employeeTypes(String query) {
    return Stream.of(query.split("&"))
        .filter(pair -> pair.startsWith("employee_type="))
        .map(pair -> pair.substring("employee_type=".length()))
        .toList();
  }

  private static Optional<LocalDate> day(JsonNode number) {
    try {
      return number.isIntegralNumber()
          ? Optional.of(LocalDate.parse(number.asText(), DATE))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Answer errorReply(ErrorReply error, String logId) {
    return Answer.envelope(error.status(), error.code(), error.msg(), logId);
  }

  private static Answer success(String userId, LocalDate day, List<Slot> slots) {
    ObjectNode body = Json.object().put("code", 0).put("msg", "success");
    var list = body.putObject("data").putArray("user_allowed_remedys");
    for (Slot slot : slots) {
      list.addObject()
          .put("user_id", userId)
          .put("remedy_date", Integer.parseInt(DATE.format(day)))
          .put("is_free_punch", slot.freeShift())
          .put("punch_no", slot.punch().number())
          .put("work_type", slot.punch().workType())
          .put("punch_status", slot.status())
          .put("normal_punch_time", time(slot.due()))
          .put("remedy_start_time", time(slot.earliest()))
          .put("remedy_end_time", time(slot.latest()));
    }
    return Answer.json(200, body);
  }

  private static String time(LocalDateTime time) {
    return TIME.format(time);
  }
}
