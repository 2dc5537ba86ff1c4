package io.remedyflow.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records the calls and token fetches of connections in the meters of every registry. Events before
 * the first registry is bound are not counted. Connections that are not configured are not counted
 * either: the number of connections limits the number of meters.
 */
final class CallMetrics implements ConnectionListener {

  private final List<Map<String, ConnectionMeters>> registries = new CopyOnWriteArrayList<>();

  /**
   * Registers the meters of these connections at zero, to give dashboards values from the start.
   *
   * @param tasks the tasks by the name of their operation
   */
  void bind(MeterRegistry registry, Set<String> connections, Map<String, MeteredTask> tasks) {
    registries.add(
        connections.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), name -> new ConnectionMeters(name, tasks, registry))));
  }

  @Override
  public void called(CallReport call) {
    for (Map<String, ConnectionMeters> meters : registries) {
      ConnectionMeters connection = meters.get(call.connection());
      if (connection != null) {
        connection.called(call);
      }
    }
  }

  @Override
  public void tokenFetched(String name, boolean succeeded, Duration took) {
    for (Map<String, ConnectionMeters> meters : registries) {
      ConnectionMeters connection = meters.get(name);
      if (connection != null) {
        connection.tokenFetched(succeeded, took);
      }
    }
  }
}
