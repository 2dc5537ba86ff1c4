package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.Envelope;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.attendance.AllowedRemediesBody.AllowedRemedyBody;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final ObjectReader BODY = Envelope.JSON.readerFor(AllowedRemediesBody.class);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
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
      throw unreadable(verdict, new BilingualText("only null in its list", "列表中只有 null"));
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
    JsonNode data = verdict.envelope().data();
    if (data == null || data.isNull()) {
      return List.of();
    }
    AllowedRemediesBody body = body(data, verdict);
    List<@Nullable AllowedRemedyBody> remedies = body.remedies();
    if (remedies != null) {
      return remedies;
    }
    List<String> others = otherFields(data, verdict);
    if (others.isEmpty()) {
      return List.of(); // Feishu's servers may write no elements as {} or as a null list
    }
    String names = String.join(", ", others);
    throw unreadable(
        verdict,
        new BilingualText(
            "no list \"%s\", but: %s".formatted(AllowedRemediesBody.LIST, names),
            "没有列表“%s”，只有：%s".formatted(AllowedRemediesBody.LIST, names)));
  }

  private static AllowedRemediesBody body(JsonNode data, Verdict verdict) {
    try {
      return BODY.readValue(data);
    } catch (IOException e) {
      throw unreadable(
          verdict,
          new BilingualText(
              "a field of an unexpected type (%s)".formatted(path(e)),
              "类型不符的字段（%s）".formatted(path(e))));
    }
  }

  private static FeishuException unreadable(Verdict verdict, BilingualText what) {
    return FeishuException.answered(
            new BilingualText(
                "Feishu's answer has %s. Try again later; if this continues, Feishu has changed its API: look for a newer version of this plugin."
                    .formatted(what.en()),
                "飞书响应的内容不符合约定：%s。请稍后重试；若持续出现，可能是飞书接口已变更，请升级本插件。"
                    .formatted(what.zhCn()))) // without code 0, which means success
        .logId(verdict.logId())
        .retryable()
        .build();
  }

  /** The names of the other fields, as many as a message has room for. */
  private static List<String> otherFields(JsonNode data, Verdict verdict) {
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

  private static String path(IOException e) {
    String inside =
        e instanceof JsonMappingException mapping
            ? mapping.getPathReference().replaceAll("[^\\[]*(\\[[^\\]]*\\])?", "$1")
            : "";
    return "data" + inside.replaceAll("[^\\w\\[\\]\"]", "");
  }

  private static RemedySlot slot(AllowedRemedyBody body, RemedyQuery query, Verdict verdict) {
    return new RemedySlot(
        userId(body.userId(), query),
        remedyDate(body.remedyDate(), query),
        Boolean.TRUE.equals(body.isFreePunch()),
        body.punchNo(),
        workType(body.workType()),
        punchStatus(body.punchStatus(), verdict),
        minute(body.normalPunchTime()),
        minute(body.remedyStartTime()),
        minute(body.remedyEndTime()));
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

  private static WorkType workType(@Nullable Integer number) {
    return switch (number == null ? 0 : number) {
      case 1 -> WorkType.ON_DUTY;
      case 2 -> WorkType.OFF_DUTY;
      default -> WorkType.UNKNOWN;
    };
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

  private static @Nullable LocalDateTime minute(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text.strip(), MINUTE);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
