package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.attendance.RecordsEndpoint.RecordsPage;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyRecords;
import io.remedyflow.remedy.approval.RemedyState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the remedies of employees in one state (获取补卡记录). Feishu searches approved ones unless a
 * state is named.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query">Feishu:
 *     query remedy records</a>
 */
final class RecordsEndpoint implements Endpoint<RecordsPage, RemedyRecords> {

  static final RecordsEndpoint INSTANCE = new RecordsEndpoint();

  /** Far more than fifty employees have; each record takes some hundred bytes of a variable. */
  static final int RECORDS_AT_MOST = 5_000;

  private static final int DAYS_AROUND = 2;

  private static final String SCOPE = "attendance:task:readonly";

  private static final RateLimits LIMITS = RateLimits.of(50, null);

  private static final ErrorCodes CODES = AttendanceErrorCodes.forScope(SCOPE);

  private static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query?employee_type=";

  private static final String LIST = "user_remedys";

  private RecordsEndpoint() {}

  /**
   * What is searched.
   *
   * @param employees one or more, all with ids of one type
   * @param from the first moment at which a remedy's time may be
   * @param to the last one
   * @param state the state that counts
   */
  record RecordsPage(List<EmployeeId> employees, Instant from, Instant to, RemedyState state) {

    /**
     * A search for the remedies of these attendance days, whose times may be a day earlier or
     * later.
     *
     * @param zone the zone of the attendance group; a day more covers another one
     */
    static RecordsPage of(
        List<EmployeeId> employees, LocalDate from, LocalDate to, ZoneId zone, RemedyState state) {
      return new RecordsPage(
          employees,
          from.minusDays(DAYS_AROUND).atStartOfDay(zone).toInstant(),
          to.plusDays(DAYS_AROUND + 1).atStartOfDay(zone).toInstant(),
          state);
    }
  }

  @Override
  public String name() {
    return "user_task_remedys/query";
  }

  @Override
  public String scope() {
    return SCOPE;
  }

  @Override
  public RateLimits limits() {
    return LIMITS;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public ErrorCodes codes() {
    return CODES;
  }

  @Override
  public String path(RecordsPage page) {
    return PATH + page.employees().get(0).type().word();
  }

  @Override
  public Object body(RecordsPage page) {
    return new RecordsBody(
        page.employees().stream().map(EmployeeId::value).toList(),
        Long.toString(page.from().getEpochSecond()),
        Long.toString(page.to().getEpochSecond()),
        page.state().number());
  }

  @Override
  public RemedyRecords answer(Verdict verdict, RecordsPage page) {
    FoundBody body = AnswerData.read(FoundBody.class, verdict);
    List<RemedyRecord> records =
        body == null
            ? List.of()
            : AnswerData.elements(body.userRemedys(), LIST, verdict).stream()
                .map(RemedyBody::record)
                .toList();
    if (records.size() > RECORDS_AT_MOST) {
      throw FeishuException.answered(
              new BilingualText(
                  "The answer has %d remedies, more than %d. Search for fewer employees or days."
                      .formatted(records.size(), RECORDS_AT_MOST),
                  "响应中有 %d 条补卡记录，超过 %d 条。请减少查询的员工或天数。".formatted(records.size(), RECORDS_AT_MOST)))
          .logId(verdict.logId()) // without code 0, which means success
          .build();
    }
    checkEmployees(records, page, verdict);
    return new RemedyRecords(records, verdict.logId());
  }

  private static void checkEmployees(
      List<RemedyRecord> records, RecordsPage page, Verdict verdict) {
    Set<@Nullable String> asked = new HashSet<>();
    asked.add(null);
    page.employees().forEach(employee -> asked.add(employee.value()));
    if (records.stream().anyMatch(found -> !asked.contains(found.userId()))) {
      throw AnswerData.ofAnotherEmployee(verdict);
    }
  }

  @Override
  public boolean isDenial(RemedyRecords records) {
    return false;
  }

  @Override
  public List<PersonalValue> personalValues(RecordsPage page) {
    return page.employees().stream().map(PersonalValue::of).toList();
  }

  /** The body of the request. */
  private record RecordsBody(
      @JsonProperty("user_ids") List<String> userIds,
      @JsonProperty("check_time_from") String checkTimeFrom,
      @JsonProperty("check_time_to") String checkTimeTo,
      @JsonProperty("status") int status) {}

  /** {@code data} of the answer. */
  private record FoundBody(@JsonProperty(LIST) @Nullable List<@Nullable RemedyBody> userRemedys) {}
}
