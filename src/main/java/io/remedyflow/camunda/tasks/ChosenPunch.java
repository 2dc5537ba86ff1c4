package io.remedyflow.camunda.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Punch;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads which punch was chosen: a slot's {@code value}. With the list of slots, the choice is
 * checked before anything is sent: that the slot is in the list, and the time in its window.
 */
final class ChosenPunch {

  private static final Pattern VALUE = Pattern.compile("(\\d{1,2})-([0-2])(?:-\\d{1,4})?");

  private ChosenPunch() {}

  /**
   * The chosen punch.
   *
   * @param value the slot's {@code value}
   * @param slots the list of slots as JSON; null if it is not known
   * @param time the chosen time, cut off to the minute as the request has it
   * @throws RequestRejectedException if the choice is not valid
   */
  static Punch read(
      @Nullable Object value,
      @Nullable Object slots,
      EmployeeId employee,
      LocalDate day,
      LocalDateTime time) {
    String chosen = chosen(value);
    if (TaskInputs.isAbsent(slots)) {
      return withoutList(chosen);
    }
    if (!(slots instanceof String list)) {
      String type = TaskInputs.typeName(slots);
      throw rejected(
          "The list remedySlots is a " + type + ". Use the output of the task that fetched it.",
          "remedySlots 的类型是 " + type + "。请使用获取可补卡时间任务的输出。");
    }
    JsonNode slot =
        StreamSupport.stream(InputLists.array(list).spliterator(), false)
            .filter(each -> chosen.equals(each.path("value").asText()))
            .findFirst()
            .orElseThrow(() -> unknown(chosen));
    checkOwner(slot, employee, day);
    checkWindow(slot, time);
    return punch(slot, chosen);
  }

  private static String chosen(@Nullable Object value) {
    if (TaskInputs.isAbsent(value)) {
      throw rejected(
          "The punch is empty. Enter the value of a slot of remedySlots, such as 0-1.",
          "未选择要补的打卡。请填写 remedySlots 中某一项的 value，例如 0-1。");
    }
    if (value instanceof String text) {
      return text.strip();
    }
    String type = TaskInputs.typeName(value);
    throw rejected(
        "The punch is a " + type + ". Enter the value of a slot of remedySlots, such as 0-1.",
        "要补的打卡的类型是 " + type + "。请填写 remedySlots 中某一项的 value，例如 0-1。");
  }

  private static Punch withoutList(String chosen) {
    Matcher parts = VALUE.matcher(chosen);
    if (!parts.matches()) {
      throw unknown(chosen);
    }
    int number = Integer.parseInt(parts.group(1));
    return switch (parts.group(2)) {
      case "1" -> new Punch(number, WorkType.ON_DUTY);
      case "2" -> new Punch(number, WorkType.OFF_DUTY);
      default -> {
        if (number != 0) {
          throw unknown(chosen);
        }
        yield Punch.FREE;
      }
    };
  }

  private static Punch punch(JsonNode slot, String chosen) {
    if (slot.path("freePunch").asBoolean()) {
      return Punch.FREE;
    }
    int number = Math.max(0, slot.path("punchNo").asInt());
    return switch (slot.path("workType").asText()) {
      case "ON_DUTY" -> new Punch(number, WorkType.ON_DUTY);
      case "OFF_DUTY" -> new Punch(number, WorkType.OFF_DUTY);
      default -> throw unknown(chosen);
    };
  }

  /** Fails if the list is that of another request, such as an earlier one of the process. */
  private static void checkOwner(JsonNode slot, EmployeeId employee, LocalDate day) {
    boolean sameDay = isAbsentOr(slot.path("remedyDate"), day.toString());
    boolean sameEmployee = isAbsentOr(slot.path("userId"), employee.value());
    if (!sameDay || !sameEmployee) {
      throw rejected(
          "The list remedySlots is about another employee or day. Fetch the allowed remedy times for this one first.",
          "remedySlots 属于其他员工或其他日期。请先查询该员工当天的可补卡时间。");
    }
  }

  private static boolean isAbsentOr(JsonNode field, String expected) {
    return !field.isTextual() || field.asText().equals(expected);
  }

  private static void checkWindow(JsonNode slot, LocalDateTime time) {
    LocalDateTime earliest = time(slot.path("earliest"));
    LocalDateTime latest = time(slot.path("latest"));
    if ((earliest != null && time.isBefore(earliest)) || (latest != null && time.isAfter(latest))) {
      throw rejected(
          "The remedy time %s is outside the window of the punch: %s to %s. Enter a time within it."
              .formatted(time, shown(earliest), shown(latest)),
          "补卡时间 %s 不在该次打卡的可补时间范围（%s 至 %s）内。请填写范围内的时间。"
              .formatted(time, shown(earliest), shown(latest)));
    }
  }

  private static String shown(@Nullable LocalDateTime time) {
    return time == null ? "…" : time.toString();
  }

  private static @Nullable LocalDateTime time(JsonNode field) {
    try {
      return field.isTextual() ? LocalDateTime.parse(field.asText()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static RequestRejectedException unknown(String chosen) {
    String shown = CleanText.of(chosen, 40);
    return rejected(
        "The punch '"
            + shown
            + "' cannot be remedied. Enter the value of a slot of remedySlots, such as 0-1.",
        "无法为“" + shown + "”补卡。请填写 remedySlots 中某一项的 value，例如 0-1。");
  }

  private static RequestRejectedException rejected(String en, String zhCn) {
    return new RequestRejectedException(new BilingualText(en, zhCn));
  }
}
