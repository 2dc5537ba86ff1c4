package io.remedyflow.plugin;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuRemedyLookup;
import io.remedyflow.remedy.RemedyConnections;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured connections, opened; to be closed with the engine that they serve. */
public final class RemedyflowConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RemedyflowConnections.class);

  private final List<FeishuRemedyLookup> lookups;
  private final RemedyConnections connections;
  private final Duration longestCallDeadline;

  private RemedyflowConnections(
      List<FeishuRemedyLookup> lookups,
      Map<String, String> tenantConnections,
      Duration longestCallDeadline) {
    this.longestCallDeadline = longestCallDeadline;
    this.lookups = lookups;
    this.connections =
        new RemedyConnections(
            lookups.stream().map(FeishuRemedyLookup::asConnection).toList(), tenantConnections);
  }

  /**
   * Opens connections; nothing is sent yet.
   *
   * @param connections properties by the name of their connection
   * @param tenantConnections names of connections by Camunda tenant id
   * @throws IllegalArgumentException if a property is missing or makes no sense; the message names
   *     it
   */
  public static RemedyflowConnections open(
      Map<String, ConnectionProperties> connections, Map<String, String> tenantConnections) {
    return open(connections, tenantConnections, null);
  }

  /**
   * Opens connections; nothing is sent yet.
   *
   * @param connections properties by the name of their connection
   * @param tenantConnections names of connections by Camunda tenant id
   * @param again reads the connections' properties again, for secrets that change; null where
   *     configuration never changes
   * @throws IllegalArgumentException if a property is missing or makes no sense; the message names
   *     it
   */
  public static RemedyflowConnections open(
      Map<String, ConnectionProperties> connections,
      Map<String, String> tenantConnections,
      @Nullable Supplier<Map<String, ConnectionProperties>> again) {
    List<ConnectionSettings> settings =
        ConnectionNames.broughtTogether(connections).entrySet().stream()
            .map(entry -> settings(entry.getKey(), entry.getValue(), again))
            .toList();
    if (settings.isEmpty()) {
      LOG.warn(
          "No Feishu connection is configured, so that every fetch of allowed remedy times will fail. Set"
              + " remedyflow.connections.default.app-id and remedyflow.connections.default.app-secret.");
    }
    settings.stream()
        .filter(RemedyflowConnections::sendsSecretInClear)
        .forEach(RemedyflowConnections::warn);
    List<FeishuRemedyLookup> lookups = settings.stream().map(FeishuRemedyLookup::new).toList();
    try {
      return new RemedyflowConnections(lookups, tenantConnections, longest(settings));
    } catch (IllegalArgumentException e) {
      lookups.forEach(FeishuRemedyLookup::close);
      throw e;
    }
  }

  private static ConnectionSettings settings(
      String name,
      ConnectionProperties properties,
      @Nullable Supplier<Map<String, ConnectionProperties>> again) {
    return properties.toSettings(name, again == null ? null : new ConfiguredSecret(name, again));
  }

  private static Duration longest(List<ConnectionSettings> settings) {
    return settings.stream()
        .map(ConnectionSettings::callDeadline)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static boolean sendsSecretInClear(ConnectionSettings settings) {
    String host = settings.baseUrl().getHost();
    return settings.baseUrl().getScheme().equals("http")
        && !host.equals("localhost")
        && !host.startsWith("127.")
        && !host.equals("[::1]");
  }

  private static void warn(ConnectionSettings settings) {
    LOG.warn(
        "Connection {} sends its app secret to {} without TLS. Use https in remedyflow.connections.{}.base-url.",
        settings.name(),
        settings.baseUrl().getHost(),
        settings.name());
  }

  /** The connections as tasks see them. */
  public RemedyConnections connections() {
    return connections;
  }

  /** The longest time that one of the connections may keep a job waiting. */
  Duration longestCallDeadline() {
    return longestCallDeadline;
  }

  @Override
  public void close() {
    lookups.forEach(FeishuRemedyLookup::close);
  }
}
