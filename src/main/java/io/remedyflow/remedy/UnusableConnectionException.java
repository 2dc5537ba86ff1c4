package io.remedyflow.remedy;

/** The connection of a task does not exist, or the task may not use it. */
public final class UnusableConnectionException extends CallFailedException {

  UnusableConnectionException(BilingualText explanation) {
    super(explanation, false, null, null, null, false, null);
  }
}
