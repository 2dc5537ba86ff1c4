package io.remedyflow.remedy;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A configured way to Feishu, as the task sees it.
 *
 * @param name the name that models use
 * @param zone the zone in which an instant becomes an attendance day
 * @param language the language of messages and slot labels
 * @param lookup whom to ask
 * @param showsEmployeeIds whether logs and incidents may show whole employee ids
 * @param peer as which app it calls whom, for people to compare, such as {@code app cli_a1b2c3 at
 *     open.feishu.cn}; null where nothing is known
 */
public record RemedyConnection(
    String name,
    ZoneId zone,
    Language language,
    RemedyLookup lookup,
    boolean showsEmployeeIds,
    @Nullable String peer) {

  /** A connection of which nothing is known but its name. */
  public RemedyConnection(
      String name, ZoneId zone, Language language, RemedyLookup lookup, boolean showsEmployeeIds) {
    this(name, zone, language, lookup, showsEmployeeIds, null);
  }

  /** A connection whose logs and incidents show no whole employee id. */
  public RemedyConnection(String name, ZoneId zone, Language language, RemedyLookup lookup) {
    this(name, zone, language, lookup, false);
  }
}
