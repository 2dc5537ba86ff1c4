package io.remedyflow.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsSchema;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Configuration where there is no Spring: text in the format of {@link Properties} and environment
 * variables, under the names that Spring uses. The environment wins, as it does there.
 */
@JsonNaming(KebabCaseStrategy.class)
record PlainConfiguration(
    Map<String, ConnectionProperties> connections,
    Map<String, String> tenantConnections,
    ClusterProperties cluster) {

  private static final String PREFIX = "remedyflow";
  private static final String TENANTS = PREFIX + ".tenant-connections.";
  private static final List<String> CONNECTION_PROPERTIES =
      List.of(
          "app-id",
          "app-secret",
          "app-secret-file",
          "base-url",
          "requests-per-second",
          "requests-per-minute",
          "zone",
          "language",
          "call-deadline",
          "proxy.host",
          "proxy.port",
          "proxy.username",
          "proxy.password",
          "show-employee-ids");

  private static final List<String> CLUSTER_PROPERTIES =
      List.of("nodes", "shared-budget", "create-table");

  PlainConfiguration(
      @Nullable Map<String, ConnectionProperties> connections,
      @Nullable Map<String, String> tenantConnections,
      @Nullable ClusterProperties cluster) {
    this.connections = connections == null ? Map.of() : connections;
    this.tenantConnections = tenantConnections == null ? Map.of() : tenantConnections;
    this.cluster = cluster == null ? ClusterProperties.DEFAULTS : cluster;
  }

  /**
   * Reads configuration.
   *
   * @param text lines such as {@code remedyflow.connections.default.app-id=cli_a1b2c3}
   * @param environment environment variables such as {@code
   *     REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET}
   * @throws IllegalArgumentException if a name is not known or a value cannot be read
   */
  static PlainConfiguration read(String text, Map<String, String> environment) {
    Properties properties = parse(text);
    properties.stringPropertyNames().stream()
        .filter(name -> !name.startsWith(PREFIX + "."))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "The plugin's configuration has the property '%s'; all of them begin with '%s.'."
                      .formatted(name, PREFIX));
            });
    environment.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            putVariable(properties, name, value);
          }
        });
    Map<String, String> tenantConnections = takeTenants(properties);
    if (properties.isEmpty()) {
      return new PlainConfiguration(null, tenantConnections, null);
    }
    try {
      PlainConfiguration read =
          JavaPropsMapper.builder()
              .addModule(new JavaTimeModule())
              .build()
              .readPropertiesAs(properties, schema(), PlainConfiguration.class);
      return new PlainConfiguration(read.connections(), tenantConnections, read.cluster());
    } catch (JsonProcessingException e) {
      // Without the cause, whose message shows the value.
      throw new IllegalArgumentException(complaint(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Connections may be called by numbers: nothing here is an array. */
  private static JavaPropsSchema schema() {
    return JavaPropsSchema.emptySchema().withPrefix(PREFIX).withParseSimpleIndexes(false);
  }

  /** Tenant ids may hold dots: what follows the prefix is one name and no path. */
  private static Map<String, String> takeTenants(Properties properties) {
    Map<String, String> tenants = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(TENANTS)) {
        tenants.put(name.substring(TENANTS.length()), properties.getProperty(name).strip());
        properties.remove(name);
      }
    }
    return tenants;
  }

  /** Environment variables cannot hold dots, dashes or case: every known name is tried. */
  private static void putVariable(Properties properties, String variable, String value) {
    String connections = "REMEDYFLOW_CONNECTIONS_";
    String tenants = "REMEDYFLOW_TENANTCONNECTIONS_";
    if (variable.startsWith(tenants)) {
      String tenant = variable.substring(tenants.length()).toLowerCase(Locale.ROOT);
      properties.setProperty(asSpelled(properties, TENANTS + tenant), value);
    }
    for (String property : CLUSTER_PROPERTIES) {
      if (nameBefore(property, variable).equals(PREFIX + "_cluster")) {
        properties.setProperty(PREFIX + ".cluster." + property, value);
      }
    }
    if (variable.startsWith(connections)) {
      String rest = variable.substring(connections.length());
      for (String property : CONNECTION_PROPERTIES) {
        String name = nameBefore(property, rest);
        if (!name.isEmpty()) {
          String path = asSpelled(properties, PREFIX + ".connections." + name);
          properties.setProperty(path + "." + property, value);
        }
      }
    }
  }

  /**
   * What stands before a property, such as the connection's name, if the rest of the variable ends
   * in that property; else nothing.
   */
  private static String nameBefore(String property, String rest) {
    String dashless = "_" + property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    String underscored =
        "_" + property.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
    for (String suffix : List.of(underscored, dashless)) {
      if (rest.endsWith(suffix)) {
        return rest.substring(0, rest.length() - suffix.length()).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** The path in the case that the text uses, where it has that path. */
  private static String asSpelled(Properties properties, String path) {
    return properties.stringPropertyNames().stream()
        .filter(name -> (name + ".").regionMatches(true, 0, path + ".", 0, path.length() + 1))
        .map(name -> name.substring(0, path.length()))
        .findFirst()
        .orElse(path);
  }

  /** Names the property, and not its value, which may be a secret. */
  private static String complaint(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping) {
      String path =
          mapping.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .collect(Collectors.joining("."));
      return "The plugin's configuration has a property that is not known or cannot be read: %s.%s"
          .formatted(PREFIX, path);
    }
    return "The plugin's configuration cannot be read.";
  }
}
