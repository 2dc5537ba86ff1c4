package io.remedyflow.simulator.http;

import java.io.IOException;
import java.util.function.Supplier;

/** What happens on the line instead of the usual answer. */
@FunctionalInterface
public interface Act {

  /**
   * Plays it.
   *
   * @param usual processes the request, and gives what would have been answered
   */
  void perform(Line line, Supplier<Answer> usual) throws IOException, InterruptedException;
}
