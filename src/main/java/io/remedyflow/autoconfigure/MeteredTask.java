package io.remedyflow.autoconfigure;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.Operation;
import java.util.List;

/**
 * A task as meters name it.
 *
 * @param task the task's bean name
 * @param endpoints the names of the endpoints that it may call
 */
record MeteredTask(String task, List<String> endpoints) {

  static MeteredTask of(FeishuTask<?, ?> task, Operation<?, ?> operation) {
    return new MeteredTask(
        task.beanName(), operation.endpoints().stream().<String>map(Endpoint::name).toList());
  }
}
