package io.remedyflow.plugin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Configuration without Spring: text in the format of {@link Properties} and environment variables,
 * under the names that Spring uses. Environment variables override the text, as in Spring.
 */
@JsonNaming(KebabCaseStrategy.class)
public record PlainConfiguration(
    Map<String, ConnectionProperties> connections,
    Map<String, String> tenantConnections,
    ClusterProperties cluster) {

  private static final String PREFIX = "remedyflow";
  private static final String TENANTS = PREFIX + ".tenant-connections.";

  public PlainConfiguration(
      @Nullable Map<String, ConnectionProperties> connections,
      @Nullable Map<String, String> tenantConnections,
      @Nullable ClusterProperties cluster) {
    this.connections = connections == null ? Map.of() : connections;
    this.tenantConnections = tenantConnections == null ? Map.of() : tenantConnections;
    this.cluster = cluster == null ? ClusterProperties.DEFAULTS : cluster;
  }

  /**
   * Reads the configuration.
   *
   * @param text lines such as {@code remedyflow.connections.default.app-id=cli_a1b2c3}
   * @param environment environment variables such as {@code
   *     REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET}
   * @throws IllegalArgumentException if a name is not known or a value cannot be read
   */
  public static PlainConfiguration read(String text, Map<String, String> environment) {
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
    PropertyNames.warnOfUnknownVariables(environment.keySet());
    strip(properties);
    Map<String, String> tenantConnections = takeTenants(properties);
    rejectUnknown(properties);
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
      // Without the cause: its message shows the value.
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

  /**
   * Strips all values, since a mounted secret ends with a line break. A blank value counts as
   * absent.
   */
  private static void strip(Properties properties) {
    properties.replaceAll((name, value) -> value.toString().strip());
    properties.values().removeIf(value -> value.toString().isEmpty());
  }

  /** Fails on unknown names; stricter than Spring, which accepts several spellings of a name. */
  private static void rejectUnknown(Properties properties) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      List<String> elements = List.of(name.split("\\.", -1));
      if (PropertyNames.ofPlainEngines(elements).noneMatch(name::equals)) {
        throw PropertyNames.unknown(elements);
      }
    }
  }

  /** Connection names may be numbers, so nothing here is an array. */
  private static JavaPropsSchema schema() {
    return JavaPropsSchema.emptySchema().withPrefix(PREFIX).withParseSimpleIndexes(false);
  }

  /** Tenant ids may contain dots: the text after the prefix is one name and not a path. */
  private static Map<String, String> takeTenants(Properties properties) {
    Map<String, String> tenants = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(TENANTS)) {
        tenants.put(name.substring(TENANTS.length()), properties.getProperty(name));
        properties.remove(name);
      }
    }
    return tenants;
  }

  /** Tries every known name, because environment variables have no dots, dashes or case. */
  private static void putVariable(Properties properties, String variable, String value) {
    String connections = "REMEDYFLOW_CONNECTIONS_";
    String tenants = "REMEDYFLOW_TENANTCONNECTIONS_";
    if (variable.startsWith(tenants)) {
      String tenant = variable.substring(tenants.length()).toLowerCase(Locale.ROOT);
      properties.setProperty(asSpelled(properties, TENANTS + tenant), value);
    }
    for (String property : PropertyNames.ofCluster()) {
      if (nameBefore(property, variable).equals(PREFIX + "_cluster")) {
        properties.setProperty(PREFIX + ".cluster." + property, value);
      }
    }
    if (variable.startsWith(connections)) {
      String rest = variable.substring(connections.length());
      for (String property : PropertyNames.ofConnections()) {
        String name = nameBefore(property, rest);
        if (!name.isEmpty()) {
          String path = asSpelled(properties, PREFIX + ".connections." + name);
          properties.setProperty(path + "." + property, value);
        }
      }
    }
  }

  /**
   * The text before a property, such as the connection's name, if the rest of the variable ends
   * with that property; else empty.
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

  /** The path in the upper and lower case of the text, if the text has that path. */
  private static String asSpelled(Properties properties, String path) {
    return properties.stringPropertyNames().stream()
        .filter(name -> (name + ".").regionMatches(true, 0, path + ".", 0, path.length() + 1))
        .map(name -> name.substring(0, path.length()))
        .findFirst()
        .orElse(path);
  }

  /** Names the property but not its value, which may be a secret. */
  private static String complaint(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping) {
      String path =
          mapping.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .collect(Collectors.joining("."));
      String name = PREFIX + "." + path;
      return e instanceof ValueInstantiationException
              && e.getCause() != null
              && name.endsWith(".proxy")
          ? name.substring(0, name.length() - "proxy".length()) + e.getCause().getMessage() + "."
          : String.valueOf(PropertyNames.unreadable(name).getMessage());
    }
    return "The plugin's configuration cannot be read.";
  }
}
