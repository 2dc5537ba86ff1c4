package io.remedyflow.remedy;

/** Port: which punches may be remedied. Thread-safe. */
public interface RemedyLookup {

  /**
   * Makes one call and waits for the answer.
   *
   * @throws InvalidRemedyRequestException if the request itself is at fault
   * @throws RemedyLookupException if there is no answer
   */
  RemedyOutcome allowedRemedies(RemedyQuery query);
}
