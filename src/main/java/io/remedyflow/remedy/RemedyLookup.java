package io.remedyflow.remedy;

/** The port to whoever knows which punches may be remedied. Safe for use by many threads. */
public interface RemedyLookup {

  /**
   * Asks once, and waits for the answer.
   *
   * @throws InvalidRemedyRequestException if the request itself is at fault
   * @throws RemedyLookupException if there is no answer
   */
  RemedyOutcome allowedRemedies(RemedyQuery query);
}
