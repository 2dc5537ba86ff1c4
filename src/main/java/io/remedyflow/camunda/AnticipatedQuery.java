package io.remedyflow.camunda;

import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyQuery;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the query of a task before the engine starts the task. */
public final class AnticipatedQuery {

  private AnticipatedQuery() {}

  /**
   * The query of a task with these inputs.
   *
   * @param inputs input values by name, as the model gives them; null if absent
   * @param zone the zone that converts an instant to an attendance day
   * @return empty if the inputs are not a valid query; the task itself then reports the details
   */
  public static Optional<RemedyQuery> of(Function<String, @Nullable Object> inputs, ZoneId zone) {
    try {
      return Optional.of(new TaskInputs(inputs).query(zone));
    } catch (InvalidRemedyRequestException e) {
      return Optional.empty();
    }
  }
}
