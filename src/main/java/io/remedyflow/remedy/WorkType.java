package io.remedyflow.remedy;

/** Which side of a shift a punch belongs to (Feishu: {@code work_type}). */
public enum WorkType {
  /** Clocking in (上班). */
  ON_DUTY,
  /** Clocking out (下班). */
  OFF_DUTY,
  /** Feishu sent none, or one that this version does not know. */
  UNKNOWN
}
