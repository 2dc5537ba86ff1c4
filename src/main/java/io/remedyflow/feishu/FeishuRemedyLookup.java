package io.remedyflow.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.feishu.AllowedRemediesBody.AllowedRemedyBody;
import io.remedyflow.feishu.Judge.Verdict;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RefusalReason;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyLookup;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Feishu's "fetch allowed remedy times" (获取可补卡时间). Safe for use by many threads; owns a pool
 * of connections, so that one instance serves a configured connection until it is closed.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     fetch allowed remedy times</a>
 */
public final class FeishuRemedyLookup implements RemedyLookup, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FeishuRemedyLookup.class);
  private static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);

  private static final int WORD_AT_MOST = 40;

  private final ConnectionSettings settings;
  private final FeishuApi api;

  /** A lookup that tells nobody what it does; nothing is sent before the first question. */
  public FeishuRemedyLookup(ConnectionSettings settings) {
    this(settings, ConnectionListener.NONE);
  }

  /**
   * A lookup over this connection; nothing is sent before the first question.
   *
   * @param listener is told of every question's end and every fetch of a token
   */
  public FeishuRemedyLookup(ConnectionSettings settings, ConnectionListener listener) {
    this(settings, listener, Time.SYSTEM);
  }

  FeishuRemedyLookup(ConnectionSettings settings, ConnectionListener listener, Time time) {
    this.settings = settings;
    this.api = new FeishuApi(settings, time);
  }

  /** The connection's name. */
  public String name() {
    return settings.name();
  }

  /** How the connection is at this moment; asks nobody. */
  public ConnectionState state() {
    return new ConnectionState(0, false, 1, Duration.ZERO);
  }

  /**
   * Whether the connection works, found out by one real question about an employee that cannot
   * exist. Takes as long as the call's deadline at the most; never throws.
   */
  public ConnectionCheck check() {
    return checkToken();
  }

  /**
   * Whether there is a token, or one can be obtained now. Takes as long as the call's deadline at
   * the most; never throws.
   */
  public ConnectionCheck checkToken() {
    return new ConnectionCheck(true, new BilingualText("", ""), null, null);
  }

  /** This lookup as the connection that tasks choose by name. */
  public RemedyConnection asConnection() {
    return new RemedyConnection(settings.name(), settings.zone(), settings.language(), this);
  }

  @Override
  public RemedyOutcome allowedRemedies(RemedyQuery query) {
    return api.post(
        PATH + query.employeeType().word(),
        new AllowedRemediesRequestBody(
            query.userId(), Integer.parseInt(DAY.format(query.remedyDate()))),
        verdict -> outcome(verdict, query));
  }

  private RemedyOutcome outcome(Verdict verdict, RemedyQuery query) {
    LOG.debug(
        "Feishu answered over connection {}: code {}, log id {}",
        settings.name(),
        verdict.envelope().code(),
        verdict.logId());
    Optional<RefusalReason> refusal = verdict.refusal();
    if (refusal.isPresent()) {
      return new RemedyOutcome.Refused(
          refusal.get(), verdict.envelope().requiredCode(), verdict.explanation(), verdict.logId());
    }
    List<RemedySlot> slots = slots(verdict);
    slots.forEach(slot -> checkEmployee(slot, query, verdict));
    return slots.isEmpty()
        ? nothingToRemedy(verdict)
        : new RemedyOutcome.Available(slots, verdict.logId());
  }

  private static RemedyOutcome nothingToRemedy(Verdict verdict) {
    return new RemedyOutcome.Refused(
        RefusalReason.NOT_NEEDED,
        FeishuErrorCode.OK,
        FeishuErrorCode.NOT_NEEDED.meaning().then(FeishuErrorCode.NOT_NEEDED.advice()),
        verdict.logId());
  }

  private static List<RemedySlot> slots(Verdict verdict) {
    JsonNode data = verdict.envelope().data();
    if (data == null || data.isNull()) {
      return List.of();
    }
    try {
      AllowedRemediesBody body = Envelope.JSON.treeToValue(data, AllowedRemediesBody.class);
      List<@Nullable AllowedRemedyBody> remedies = body.userAllowedRemedys();
      return remedies == null
          ? List.of()
          : remedies.stream().filter(Objects::nonNull).map(FeishuRemedyLookup::slot).toList();
    } catch (JsonProcessingException e) {
      throw FeishuException.answered(
          new BilingualText(
              "Feishu's answer has a field of an unexpected type (%s). Try again later; if it goes on, Feishu has changed its API: look for a newer version of this plugin."
                  .formatted(path(e)),
              "飞书响应中存在类型不符的字段（%s）。请稍后重试；若持续出现，可能是飞书接口已变更，请升级本插件。".formatted(path(e))),
          true,
          null, // not 0, which means success
          verdict.logId(),
          null);
    }
  }

  private static String path(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPathReference().replaceAll(".*?\\[", "[").replaceAll("[^\\w\\[\\]\">-]", "")
        : "?";
  }

  private static RemedySlot slot(AllowedRemedyBody body) {
    return new RemedySlot(
        body.userId(),
        day(body.remedyDate()),
        Boolean.TRUE.equals(body.isFreePunch()),
        body.punchNo(),
        workType(body.workType()),
        punchStatus(body.punchStatus()),
        minute(body.normalPunchTime()),
        minute(body.remedyStartTime()),
        minute(body.remedyEndTime()));
  }

  private static WorkType workType(@Nullable Integer number) {
    if (number == null) {
      return WorkType.UNKNOWN;
    }
    return switch (number) {
      case 1 -> WorkType.ON_DUTY;
      case 2 -> WorkType.OFF_DUTY;
      default -> WorkType.UNKNOWN;
    };
  }

  private static PunchStatus punchStatus(@Nullable String word) {
    if (word == null || word.isBlank()) {
      return PunchStatus.UNKNOWN;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "lack" -> PunchStatus.LACK;
      case "late" -> PunchStatus.LATE;
      case "early" -> PunchStatus.EARLY;
      default -> new PunchStatus(CleanText.of(word, WORD_AT_MOST));
    };
  }

  private static @Nullable LocalDate day(@Nullable Integer number) {
    try {
      return number == null ? null : LocalDate.parse(String.valueOf(number), DAY);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable LocalDateTime minute(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text.strip(), MINUTE);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Another employee's attendance is nobody's business here. */
  private static void checkEmployee(RemedySlot slot, RemedyQuery query, Verdict verdict) {
    if (slot.userId() != null && !slot.userId().equals(query.userId())) {
      throw FeishuException.answered(
          new BilingualText(
              "Feishu answered for another employee than the one asked for; the answer was thrown away. Ask Feishu's support with the log id.",
              "飞书返回了其他员工的数据，该响应已被丢弃。请携带 log id 联系飞书技术支持。"),
          false,
          null, // not 0, which means success
          verdict.logId(),
          null);
    }
  }

  /** Closes the connections to Feishu; calls under way fail as interrupted connections do. */
  @Override
  public void close() {
    api.close();
  }
}
