package io.remedyflow.remedy;

/**
 * A request that Feishu can answer. The type of a request decides which of Feishu's endpoints
 * answers it. Two requests that are equal get the same answer.
 *
 * @param <A> the answer
 */
public interface Request<A> {

  /** The person or thing that it concerns, for those who may see it whole. */
  String subject();

  /** The same for logs and incidents: enough to recognise one's own case, too little for others. */
  String maskedSubject();

  /** How many elements an answer holds, for the memory that it takes. */
  default int elements(A answer) {
    return 0;
  }
}
