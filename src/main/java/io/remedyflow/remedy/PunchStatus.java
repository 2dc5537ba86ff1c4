package io.remedyflow.remedy;

/**
 * What is wrong with a punch. The set is open: a word that Feishu adds later is kept as it is, to
 * keep running processes intact.
 *
 * @param word {@code LACK}, {@code LATE}, {@code EARLY}, {@code UNKNOWN}, or Feishu's own word
 */
public record PunchStatus(String word) {

  /** There is no punch (缺卡). */
  public static final PunchStatus LACK = new PunchStatus("LACK");

  /** The punch came too late (迟到). */
  public static final PunchStatus LATE = new PunchStatus("LATE");

  /** The punch came too early (早退). */
  public static final PunchStatus EARLY = new PunchStatus("EARLY");

  /** Feishu sent no status. */
  public static final PunchStatus UNKNOWN = new PunchStatus("UNKNOWN");
}
