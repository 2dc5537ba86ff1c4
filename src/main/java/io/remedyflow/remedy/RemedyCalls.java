package io.remedyflow.remedy;

import java.util.function.Function;

/** Port: makes calls over one connection. Thread-safe. */
public interface RemedyCalls {

  /**
   * Makes one call and waits for the answer.
   *
   * @throws RequestRejectedException if the request itself is at fault
   * @throws CallFailedException if there is no answer
   */
  <A> A call(Request<A> request);

  /**
   * Calls that a function answers, such as in a test of a process.
   *
   * @param type the only type of request that it answers
   * @param answer returns the answer, or throws what {@link #call} may throw
   */
  static <Q extends Request<A>, A> RemedyCalls answering(Class<Q> type, Function<Q, A> answer) {
    return new RemedyCalls() {
      @Override
      @SuppressWarnings("unchecked") // a request of this type has this type of answer
      public <B> B call(Request<B> request) {
        return (B) answer.apply(type.cast(request));
      }
    };
  }
}
