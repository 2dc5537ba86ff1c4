package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of Feishu means for the process: the values of a task's outputs.
 *
 * @param status one of the answers in the task's contract
 * @param values the task's own outputs by name, as the type in the contract: a String, an Integer,
 *     or the text of a JSON array; an absent one has the value that the type has without an answer
 * @param code Feishu's code
 * @param message what it means and what to do; null if there is nothing to say
 * @param logId Feishu's log id, or null
 */
public record TaskResult(
    String status,
    Map<String, Object> values,
    int code,
    @Nullable BilingualText message,
    @Nullable String logId) {

  /** Copies the values. */
  public TaskResult {
    values = Map.copyOf(values);
  }
}
