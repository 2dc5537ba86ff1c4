package io.remedyflow.remedy;

/** The connection that a task asks for does not exist, or is not the task's to use. */
public final class UnusableConnectionException extends RemedyLookupException {

  UnusableConnectionException(BilingualText explanation) {
    super(explanation, false, null, null, null, false, null);
  }
}
