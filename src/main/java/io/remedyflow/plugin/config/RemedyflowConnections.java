package io.remedyflow.plugin.config;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.SecretSource;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.postgres.EngineDatabase;
import io.remedyflow.ratelimit.postgres.PostgresRateLimits;
import io.remedyflow.remedy.RemedyCalls;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured connections, opened. Close them with the engine that they serve. */
public final class RemedyflowConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RemedyflowConnections.class);

  private final Map<String, FeishuConnection> byName;
  private final RemedyConnections connections;
  private final ClusterProperties cluster;
  private final Operations operations;
  private @Nullable PostgresRateLimits sharedLimits;

  private RemedyflowConnections(List<FeishuConnection> opened, Builder builder) {
    cluster = builder.cluster;
    operations = builder.operations;
    Map<String, FeishuConnection> sorted = new TreeMap<>();
    opened.forEach(connection -> sorted.put(connection.name(), connection));
    this.byName = Collections.unmodifiableMap(sorted);
    this.connections =
        new RemedyConnections(
            opened.stream().map(this::asTasksSeeIt).toList(), builder.tenantConnections);
  }

  /** A builder, to open connections. */
  public static Builder builder() {
    return new Builder();
  }

  /** Opens connections. What is not set is absent, or has its default. */
  public static final class Builder {

    private Map<String, ConnectionProperties> connections = Map.of();
    private Map<String, String> tenantConnections = Map.of();
    private ConnectionListener listener = ConnectionListener.NONE;
    private @Nullable Supplier<Map<String, ConnectionProperties>> again;
    private ClusterProperties cluster = ClusterProperties.DEFAULTS;
    private Operations operations = Operations.ALL;

    private Builder() {}

    /** The connections' properties by name. */
    public Builder connections(Map<String, ConnectionProperties> properties) {
      connections = properties;
      return this;
    }

    /** The connections' names by Camunda tenant id. */
    public Builder tenantConnections(Map<String, String> nameByTenant) {
      tenantConnections = nameByTenant;
      return this;
    }

    /** Is notified of what the connections do. */
    public Builder listener(ConnectionListener listening) {
      listener = listening;
      return this;
    }

    /**
     * Reads the connections' properties again, for secrets that change; without it, the
     * configuration never changes.
     */
    public Builder again(Supplier<Map<String, ConnectionProperties>> properties) {
      again = properties;
      return this;
    }

    /** How the nodes share the calls. */
    public Builder cluster(ClusterProperties properties) {
      cluster = properties;
      return this;
    }

    /** The operations that the connections can call. */
    public Builder operations(Operations known) {
      operations = known;
      return this;
    }

    /**
     * Opens the connections; sends nothing yet.
     *
     * @throws InvalidConfigurationException if a property is missing or invalid; the message names
     *     it
     */
    public RemedyflowConnections open() {
      try {
        return RemedyflowConnections.open(settings(), this);
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigurationException(String.valueOf(e.getMessage()), e);
      }
    }

    private List<ConnectionSettings> settings() {
      return ConnectionNames.broughtTogether(connections).entrySet().stream()
          .map(entry -> entry.getValue().toSettings(entry.getKey(), secretSource(entry.getKey())))
          .toList();
    }

    private @Nullable SecretSource secretSource(String name) {
      return again == null ? null : new ConfiguredSecret(name, again);
    }
  }

  private static RemedyflowConnections open(List<ConnectionSettings> settings, Builder builder) {
    ClusterProperties cluster = builder.cluster.checked();
    if (settings.isEmpty()) {
      LOG.warn(
          "No Feishu connection is configured, so every task that calls Feishu will fail. Set"
              + " remedyflow.connections.default.app-id and remedyflow.connections.default.app-secret.");
    }
    settings.stream().map(PlausibilityWarnings::check).flatMap(List::stream).forEach(LOG::warn);
    settings.stream().map(SecretDestination::warning).forEach(text -> text.ifPresent(LOG::warn));
    warnOfDifferentLimits(settings);
    List<FeishuConnection> all =
        FeishuConnection.open(settings, builder.listener, cluster.nodesOrOne());
    try {
      RemedyflowConnections opened = new RemedyflowConnections(all, builder);
      if (!settings.isEmpty()) {
        LOG.info("Remedyflow{}: {}.", version(), opened.summary());
      }
      return opened;
    } catch (IllegalArgumentException e) {
      all.forEach(FeishuConnection::close);
      throw e;
    }
  }

  private RemedyConnection asTasksSeeIt(FeishuConnection connection) {
    ConnectionSettings settings = connection.settings();
    return new RemedyConnection(
        settings.name(),
        settings.zone(),
        settings.language(),
        callsOver(connection),
        settings.showsEmployeeIds(),
        "app %s at %s".formatted(settings.shownAppId(), settings.baseUrl().getAuthority()));
  }

  private RemedyCalls callsOver(FeishuConnection connection) {
    return new RemedyCalls() {
      @Override
      public <A> A call(Request<A> request) {
        return connection.call(operations.of(request), request);
      }
    };
  }

  /** Empty if the classes do not come from a jar. */
  private static String version() {
    String version = RemedyflowConnections.class.getPackage().getImplementationVersion();
    return version == null ? "" : " " + version;
  }

  /** The connections for the startup log, without secrets. */
  private String summary() {
    return byName.values().stream()
        .map(FeishuConnection::settings)
        .map(
            it ->
                "connection %s to %s, app %s, %s, %d/s"
                    .formatted(
                        it.name(),
                        it.baseUrl().getAuthority(),
                        it.shownAppId(),
                        it.language().tag(),
                        it.requestsPerSecond()))
        .collect(joining("; "));
  }

  /** Only connections with the same limits share the rate limit of their app. */
  private static void warnOfDifferentLimits(List<ConnectionSettings> settings) {
    settings.stream()
        .collect(groupingBy(ConnectionSettings::appAtHost))
        .values()
        .forEach(
            ofOneApp -> {
              if (ofOneApp.stream().map(ConnectionSettings::rateLimitName).distinct().count() > 1) {
                LOG.warn(
                    "The connections {} call Feishu as the same app, {}, with different limits, so each keeps to its own and"
                        + " all together may exceed Feishu's. Give them the same requests-per-second and requests-per-minute: then"
                        + " they share its calls.",
                    ofOneApp.stream().map(ConnectionSettings::name).sorted().collect(joining(", ")),
                    ofOneApp.get(0).appId());
              }
            });
  }

  /** The operations that the connections can call. */
  public Operations operations() {
    return operations;
  }

  /** The connections as tasks see them. */
  public RemedyConnections connections() {
    return connections;
  }

  /** The same connections, for monitoring; sorted by name. */
  public Map<String, FeishuConnection> byName() {
    return byName;
  }

  /**
   * Makes the nodes on this PostgreSQL share the rate limits, unless that is switched off.
   *
   * @param mayChangeSchema whether the engine itself may change its schema
   */
  public synchronized void share(EngineDatabase database, boolean mayChangeSchema) {
    if (cluster.sharesRateLimit() && sharedLimits == null) {
      PostgresRateLimits opened =
          new PostgresRateLimits(database, cluster.createsTable() && mayChangeSchema);
      byName.values().forEach(it -> it.share(opened, operations.endpoints()));
      sharedLimits = opened;
    }
  }

  /** Whether the shared rate limit may open its own database connections. */
  public boolean opensDatabaseConnections() {
    return cluster.opensDatabaseConnections();
  }

  /** The longest call deadline of all connections. */
  public Duration longestCallDeadline() {
    return byName.values().stream()
        .map(connection -> connection.settings().callDeadline())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public synchronized void close() {
    byName.values().forEach(FeishuConnection::close);
    if (sharedLimits != null) {
      sharedLimits.close();
    }
  }
}
