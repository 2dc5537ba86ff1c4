package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.attendance.AllowedRemediesBody.AllowedRemedyBody;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slots of a successful answer. New fields and values are accepted. A missing or blank
 * user id or date is taken from the request. What cannot be read is left empty. A field of an
 * unexpected type is a transient failure.
 *
 * <p>Only a list without elements, or an answer without any data, says that no remedy is needed. An
 * answer that holds something else instead of the list does not say that, and is a transient
 * failure.
 */
final class SlotReader {

  /**
   * Far more than one day of an employee has; each slot takes some hundred bytes of a process
   * variable.
   */
  static final int SLOTS_AT_MOST = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(SlotReader.class);
  private static final int WORD_AT_MOST = 40;
  private static final int NAMES_AT_MOST = 5;

  private SlotReader() {}

  /**
   * The slots; empty if the answer says that there are none.
   *
   * @throws FeishuException if there is no list, a field is of another type, or there are too many
   *     slots
   */
  static List<RemedySlot> read(Verdict verdict, RemedyQuery query) {
    List<@Nullable AllowedRemedyBody> all = bodies(verdict);
    if (all.size() > SLOTS_AT_MOST) {
      throw FeishuException.answered(
              new BilingualText(
                  "The answer has %d slots for one day, more than %d, so it cannot be Feishu's. Check base-url and the proxies and gateways between this server and Feishu."
                      .formatted(all.size(), SLOTS_AT_MOST),
                  "响应中一天有 %d 个可补卡时段，超过 %d 个，不可能是飞书的响应。请检查 base-url 以及与飞书之间的网络设备。"
                      .formatted(all.size(), SLOTS_AT_MOST))) // without code 0, which means success
          .logId(verdict.logId())
          .build();
    }
    List<RemedySlot> slots = new ArrayList<>(all.size());
    long unreadable = 0;
    for (AllowedRemedyBody body : all) {
      if (body != null) {
        RemedySlot slot = slot(body, query, verdict);
        slots.add(slot);
        unreadable += unreadable(body, slot);
      }
    }
    if (slots.isEmpty() && !all.isEmpty()) {
      throw AnswerData.unreadable(
          verdict, new BilingualText("only null in its list", "列表中只有 null"));
    }
    int empty = all.size() - slots.size();
    if (empty + unreadable > 0) {
      LOG.warn(
          "Feishu's answer (log id {}) has {} empty slots, which are omitted, and {} invalid days or times",
          verdict.logId(),
          empty,
          unreadable);
    }
    return slots;
  }

  private static List<@Nullable AllowedRemedyBody> bodies(Verdict verdict) {
    AllowedRemediesBody body = AnswerData.read(AllowedRemediesBody.class, verdict);
    if (body == null) {
      return List.of();
    }
    List<@Nullable AllowedRemedyBody> remedies = body.remedies();
    if (remedies != null) {
      return remedies;
    }
    List<String> others = otherFields(verdict);
    if (others.isEmpty()) {
      return List.of(); // Feishu's servers may write no elements as {} or as a null list
    }
    String names = String.join(", ", others);
    throw AnswerData.unreadable(
        verdict,
        new BilingualText(
            "no list \"%s\", but: %s".formatted(AllowedRemediesBody.LIST, names),
            "没有列表“%s”，只有：%s".formatted(AllowedRemediesBody.LIST, names)));
  }

  /** The names of the other fields, as many as a message has room for. */
  private static List<String> otherFields(Verdict verdict) {
    JsonNode data = Objects.requireNonNull(verdict.envelope().data(), "read before");
    List<String> names = new ArrayList<>();
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(AllowedRemediesBody.LIST)
                  && !name.equals(AllowedRemediesBody.OLDER_LIST)
                  && names.size() < NAMES_AT_MOST) {
                names.add(verdict.redaction().clean(name, WORD_AT_MOST));
              }
            });
    return names;
  }

  private static RemedySlot slot(AllowedRemedyBody body, RemedyQuery query, Verdict verdict) {
    return new RemedySlot(
        userId(body.userId(), query),
        remedyDate(body.remedyDate(), query),
        Boolean.TRUE.equals(body.isFreePunch()),
        body.punchNo(),
        AttendanceFields.workType(body.workType()),
        punchStatus(body.punchStatus(), verdict),
        AttendanceFields.minute(body.normalPunchTime()),
        AttendanceFields.minute(body.remedyStartTime()),
        AttendanceFields.minute(body.remedyEndTime()));
  }

  private static String userId(@Nullable String said, RemedyQuery query) {
    return said == null || said.isBlank() ? query.userId() : said.strip();
  }

  private static @Nullable LocalDate remedyDate(@Nullable Integer said, RemedyQuery query) {
    return said == null || said == 0 ? query.remedyDate() : AttendanceDay.of(said);
  }

  /** How many values of a slot cannot be read. */
  private static int unreadable(AllowedRemedyBody said, RemedySlot read) {
    return isUnreadable(said.remedyDate(), read.remedyDate())
        + isUnreadable(said.normalPunchTime(), read.normalPunchTime())
        + isUnreadable(said.remedyStartTime(), read.earliest())
        + isUnreadable(said.remedyEndTime(), read.latest());
  }

  private static int isUnreadable(@Nullable Object said, @Nullable Object read) {
    boolean silent = said == null || said.toString().isBlank();
    return silent || read != null ? 0 : 1;
  }

  private static PunchStatus punchStatus(@Nullable String word, Verdict verdict) {
    if (word == null || word.isBlank()) {
      return PunchStatus.UNKNOWN;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "lack" -> PunchStatus.LACK;
      case "late" -> PunchStatus.LATE;
      case "early" -> PunchStatus.EARLY;
      default -> new PunchStatus(verdict.redaction().clean(word, WORD_AT_MOST));
    };
  }
}
