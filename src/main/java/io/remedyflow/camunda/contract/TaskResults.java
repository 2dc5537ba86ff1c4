package io.remedyflow.camunda.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * The outputs of a task. The task writes all of them on every way out.
 *
 * @param status the status
 * @param answers the values of the status for an answer; every task also has {@link CommonStatuses}
 * @param values the outputs of this task alone
 * @param errorCode Feishu's code
 * @param message what happened and what to do
 */
public record TaskResults(
    TaskOutput status,
    List<TaskStatus> answers,
    List<TaskOutput> values,
    TaskOutput errorCode,
    TaskOutput message) {

  /** All outputs, in the order in which designers see them. */
  public List<TaskOutput> all() {
    return Stream.of(
            Stream.of(status), values.stream(), Stream.of(errorCode, message, CommonFields.LOG_ID))
        .flatMap(outputs -> outputs)
        .toList();
  }

  /** All values of the status. */
  public List<TaskStatus> statuses() {
    return Stream.concat(
            answers.stream(), Stream.of(CommonStatuses.REJECTED, CommonStatuses.UNAVAILABLE))
        .toList();
  }
}
