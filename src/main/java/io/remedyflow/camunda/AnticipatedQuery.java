package io.remedyflow.camunda;

import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyQuery;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a task is going to ask, found out before the engine begins with it. */
public final class AnticipatedQuery {

  private AnticipatedQuery() {}

  /**
   * The query of a task with these inputs.
   *
   * @param inputs their values by name, as the model gives them; null for what there is not
   * @param zone in which an instant becomes an attendance day
   * @return empty if there is no such query, of which the task itself will say more
   */
  public static Optional<RemedyQuery> of(Function<String, @Nullable Object> inputs, ZoneId zone) {
    try {
      return Optional.of(new TaskInputs(inputs).query(zone));
    } catch (InvalidRemedyRequestException e) {
      return Optional.empty();
    }
  }
}
