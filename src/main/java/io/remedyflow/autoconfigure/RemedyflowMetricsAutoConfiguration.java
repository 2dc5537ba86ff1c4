package io.remedyflow.autoconfigure;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.plugin.config.RemedyflowConnections;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Measures the connections, if Micrometer is present.
 *
 * <p>The engine needs the connections, and the connections need their listener, before the
 * application's registries may exist. So the listener needs no registry; Spring Boot's Actuator
 * binds the registries to it after all beans are created, and no call is made earlier.
 */
@AutoConfiguration(after = RemedyflowAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(RemedyflowConnections.class)
public class RemedyflowMetricsAutoConfiguration {

  /** Records what the connections do. */
  @Bean
  CallMetrics remedyflowCallMetrics() {
    return new CallMetrics();
  }

  /** Registers the meters of every connection. */
  @Bean
  MeterBinder remedyflowMeterBinder(RemedyflowConnections connections, CallMetrics calls) {
    return registry -> {
      connections
          .byName()
          .values()
          .forEach(connection -> ConnectionGauges.register(connection, registry));
      calls.bind(registry, connections.byName().keySet(), metered(connections));
    };
  }

  private static Map<String, MeteredTask> metered(RemedyflowConnections connections) {
    return FeishuTasks.ALL.stream()
        .collect(
            toMap(
                task -> connections.operations().of(task.requestType()).name(),
                task -> MeteredTask.of(task, connections.operations().of(task.requestType()))));
  }
}
