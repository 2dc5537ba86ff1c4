package io.remedyflow.camunda;

import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.ZoneId;

/**
 * One kind of task: its contract with models, the request that it makes, and what an answer means
 * for the process. Has no state: one instance serves all engines.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public interface FeishuTask<Q extends Request<A>, A> {

  /** What the task promises to models. */
  TaskContract contract();

  /** The type of its requests. */
  Class<Q> requestType();

  /**
   * The request that a task with these inputs makes.
   *
   * @param zone the zone that converts an instant to a day
   * @throws RequestRejectedException if the inputs are not a valid request
   */
  Q request(TaskInputs inputs, ZoneId zone);

  /**
   * What an answer means for the process.
   *
   * @param language the language of labels
   */
  TaskResult result(A answer, Language language);

  /** The bean name that models use. */
  default String beanName() {
    return contract().beanName();
  }
}
