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
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Feishu's answers: wire records become the words of {@code remedy}. */
final class RemedyAnswers {

  /** How Feishu writes an attendance day. */
  static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
  private static final int WORD_AT_MOST = 40;

  private RemedyAnswers() {}

  /**
   * Reads an answer.
   *
   * @throws FeishuException if it cannot be read, or is about another employee
   */
  static RemedyOutcome outcome(Verdict verdict, RemedyQuery query) {
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
          : remedies.stream().filter(Objects::nonNull).map(RemedyAnswers::slot).toList();
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
}
