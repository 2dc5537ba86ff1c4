package io.remedyflow.remedy;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A configured connection to Feishu, as the task sees it.
 *
 * @param name the name that models use
 * @param zone the zone that converts an instant to an attendance day
 * @param language the language of messages and slot labels
 * @param calls makes the calls
 * @param showsEmployeeIds whether logs and incidents may show unmasked employee ids
 * @param peer the app and the host that it calls, for people to compare, such as {@code app
 *     cli_a1b2c3 at open.feishu.cn}; null if unknown
 */
public record RemedyConnection(
    String name,
    ZoneId zone,
    Language language,
    RemedyCalls calls,
    boolean showsEmployeeIds,
    @Nullable String peer) {

  /** A connection whose {@code peer} is unknown. */
  public RemedyConnection(
      String name, ZoneId zone, Language language, RemedyCalls calls, boolean showsEmployeeIds) {
    this(name, zone, language, calls, showsEmployeeIds, null);
  }

  /** A connection whose logs and incidents show only masked employee ids. */
  public RemedyConnection(String name, ZoneId zone, Language language, RemedyCalls calls) {
    this(name, zone, language, calls, false);
  }
}
