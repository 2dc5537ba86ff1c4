package io.remedyflow.simulator.http;

/** Notes what comes in and what goes out. */
public interface Journal {

  /** A request came in; numbers are unique and rise. */
  void received(long number, Request request);

  /** It is about to be answered. */
  void answered(long number, Answer answer);
}
