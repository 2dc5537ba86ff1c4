package io.remedyflow.remedy;

import java.time.ZoneId;

/**
 * A configured way to Feishu, as the task sees it.
 *
 * @param name the name that models use
 * @param zone the zone in which an instant becomes an attendance day
 * @param language the language of messages and slot labels
 * @param lookup whom to ask
 * @param showsEmployeeIds whether logs and incidents may show whole employee ids
 */
public record RemedyConnection(
    String name, ZoneId zone, Language language, RemedyLookup lookup, boolean showsEmployeeIds) {

  /** A connection whose logs and incidents show no whole employee id. */
  public RemedyConnection(String name, ZoneId zone, Language language, RemedyLookup lookup) {
    this(name, zone, language, lookup, false);
  }
}
