package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.CallOutcome;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source of a code. Feishu has hundreds of codes and may add more, but a tag must have few
 * values. The outcome beside it already says what a code means.
 */
enum CodeClass {
  /** No code: Feishu was not reached, not called, or sent none. */
  NONE,
  /** Success. */
  OK,
  /** A code of the attendance service, 122xxxx. */
  ATTENDANCE,
  /** All other codes: those of the open platform, about limits, tokens, permissions and the app. */
  PLATFORM;

  static CodeClass of(@Nullable Integer code) {
    if (code == null) {
      return NONE;
    }
    if (code == 0) {
      return OK;
    }
    return code / 10_000 == 122 ? ATTENDANCE : PLATFORM;
  }

  /** The classes that are expected with an outcome. */
  static Set<CodeClass> likelyWith(CallOutcome outcome) {
    return switch (outcome) {
      case ANSWERED -> EnumSet.of(OK);
      case DENIED -> EnumSet.of(OK, ATTENDANCE);
      case REJECTED -> EnumSet.of(ATTENDANCE, PLATFORM);
      case PERMANENT_FAILURE, TRANSIENT_FAILURE, OUTCOME_UNKNOWN ->
          EnumSet.of(NONE, ATTENDANCE, PLATFORM);
      case RATE_LIMITED -> EnumSet.of(NONE, PLATFORM);
      case CIRCUIT_OPEN -> EnumSet.of(NONE);
    };
  }
}
