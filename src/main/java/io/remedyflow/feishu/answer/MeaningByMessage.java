package io.remedyflow.feishu.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one table of messages that change the meaning of a code: for codes of Feishu that have more
 * than one meaning, where only the message tells which. Each row says that a code with such a
 * message is read as another code. All other known codes are never decided by their message.
 *
 * <p>Feishu may change its wording at any time, so messages are matched loosely: in lower case,
 * with each run of characters other than letters and digits as one blank.
 */
enum MeaningByMessage {
  /**
   * 9499 is also "invalid field"; failure codes come with this message where there are too many
   * calls.
   */
  TOO_MANY_REQUESTS(
      FeishuErrorCode.RATE_LIMITED,
      true,
      "too many request",
      "too many requests?|(frequency|rate|qps) limit|too frequent|频繁|限流",
      FeishuErrorCode.INVALID_FIELD,
      FeishuErrorCode.FIELD_VALIDATION_FAILED,
      FeishuErrorCode.GENERIC,
      FeishuErrorCode.INTERNAL_ERROR,
      FeishuErrorCode.INTERNAL_ERROR_HISTORICAL,
      FeishuErrorCode.SHIFT_SERVICE_ERROR,
      FeishuErrorCode.PLATFORM_ERROR_1500,
      FeishuErrorCode.PLATFORM_ERROR_1663,
      FeishuErrorCode.PLATFORM_ERROR_1668,
      FeishuErrorCode.PLATFORM_ERROR_2200,
      FeishuErrorCode.PLATFORM_ERROR_5000,
      FeishuErrorCode.PLATFORM_ERROR_10101,
      FeishuErrorCode.PLATFORM_ERROR_10500),

  /** An employee who has left is not an outage. */
  EMPLOYEE_NOT_FOUND(
      FeishuErrorCode.EMPLOYEE_UNKNOWN,
      false,
      "[BatchGetLarkIDByOpenID] not find user larkID",
      "not (find|found) (the )?(user|employee)\\b"
          + "|\\b(user|employee)( ?id| ?no)? (is |was |does |do |did )?not (exists?|found|find)\\b"
          + "|\\b(no such|unknown) (user|employee)\\b"
          + "|\\b(user|employee)( ?id| ?no)? (is )?invalid\\b"
          + "|\\binvalid (user|employee)( ?id| ?no)?\\b",
      FeishuErrorCode.INTERNAL_ERROR,
      FeishuErrorCode.INTERNAL_ERROR_HISTORICAL,
      FeishuErrorCode.SHIFT_SERVICE_ERROR,
      FeishuErrorCode.GENERIC),

  /** A value that the attendance service names is at fault, though the code means a failure. */
  VALUE_INVALID(
      FeishuErrorCode.PARAMETER_INVALID,
      false,
      "employee_type invalid",
      "\\b(employee type|remedy date) (is )?invalid\\b|\\binvalid (employee type|remedy date)\\b",
      FeishuErrorCode.INTERNAL_ERROR,
      FeishuErrorCode.INTERNAL_ERROR_HISTORICAL,
      FeishuErrorCode.SHIFT_SERVICE_ERROR),

  WITHOUT_PERMISSION(
      FeishuErrorCode.NO_PERMISSION,
      false,
      "auth no permission",
      "\\bno permission\\b",
      FeishuErrorCode.GENERIC),

  /** Two writes collided, or the message says "internal error". */
  FAILED_FOR_NOW(
      FeishuErrorCode.INTERNAL_ERROR,
      false,
      "no row affected",
      "\\bno row affected\\b|\\binternal (server )?error\\b",
      FeishuErrorCode.GENERIC,
      FeishuErrorCode.PARAMETER_INVALID,
      FeishuErrorCode.EMPLOYEE_UNKNOWN);

  private final FeishuErrorCode meant;
  private final boolean unknownCodesToo;
  private final String example;

  @SuppressWarnings("ImmutableEnumChecker") // patterns are immutable
  private final Pattern message;

  @SuppressWarnings("ImmutableEnumChecker") // from Set.of, immutable
  private final Set<FeishuErrorCode> codes;

  MeaningByMessage(
      FeishuErrorCode meant,
      boolean unknownCodesToo,
      String example,
      String message,
      FeishuErrorCode... codes) {
    this.meant = meant;
    this.unknownCodesToo = unknownCodesToo;
    this.example = example;
    this.message = Pattern.compile(message);
    this.codes = Set.of(codes);
  }

  /**
   * What a code means with this message; empty for success, and for an unknown code with a message
   * that no row matches.
   */
  static Optional<FeishuErrorCode> of(int code, String msg) {
    if (code == FeishuErrorCode.OK) {
      return Optional.empty();
    }
    Optional<FeishuErrorCode> row = FeishuErrorCode.of(code);
    String text = msg.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ");
    return Arrays.stream(values())
        .filter(rule -> rule.reads(row) && rule.message.matcher(text).find())
        .map(rule -> rule.meant)
        .findFirst()
        .or(() -> row);
  }

  /** The rows whose message may give this code another meaning. */
  static List<MeaningByMessage> rules(FeishuErrorCode code) {
    return Arrays.stream(values()).filter(rule -> rule.codes.contains(code)).toList();
  }

  /** An example of a message that this row matches, from documents. */
  String example() {
    return example;
  }

  /** Whether this row also applies to unknown codes. */
  boolean unknownCodesToo() {
    return unknownCodesToo;
  }

  /** The code that the message means. */
  FeishuErrorCode meant() {
    return meant;
  }

  private boolean reads(Optional<FeishuErrorCode> row) {
    return row.map(codes::contains).orElse(unknownCodesToo);
  }
}
