package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.CallOutcome;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose code it was. Feishu has hundreds of codes and may add to them; a tag has to have few
 * values, and the outcome next to it says already what a code means.
 */
enum CodeClass {
  /** No code: Feishu was not reached, not asked, or sent none. */
  NONE,
  /** Success. */
  OK,
  /** The attendance service's own, 122xxxx. */
  ATTENDANCE,
  /** All others: the open platform's, about limits, tokens, permissions and the app. */
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

  /** The classes that are to be expected with an outcome. */
  static Set<CodeClass> likelyWith(CallOutcome outcome) {
    return switch (outcome) {
      case AVAILABLE -> EnumSet.of(OK);
      case REFUSED -> EnumSet.of(OK, ATTENDANCE);
      case REJECTED -> EnumSet.of(ATTENDANCE, PLATFORM);
      case FAILED, FAILED_FOR_NOW -> EnumSet.of(NONE, ATTENDANCE, PLATFORM);
      case TURNED_AWAY -> EnumSet.of(NONE, PLATFORM);
      case CUT_OFF -> EnumSet.of(NONE);
    };
  }
}
