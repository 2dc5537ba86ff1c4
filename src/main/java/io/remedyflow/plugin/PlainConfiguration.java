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
    Map<String, ConnectionProperties> connections, Map<String, String> tenantConnections) {

  private static final String PREFIX = "remedyflow";
  private static final List<String> CONNECTION_PROPERTIES =
      List.of(
          "app-id",
          "app-secret",
          "base-url",
          "requests-per-second",
          "requests-per-minute",
          "zone",
          "language",
          "call-deadline",
          "proxy.host",
          "proxy.port",
          "proxy.username",
          "proxy.password");

  PlainConfiguration(
      @Nullable Map<String, ConnectionProperties> connections,
      @Nullable Map<String, String> tenantConnections) {
    this.connections = connections == null ? Map.of() : connections;
    this.tenantConnections = tenantConnections == null ? Map.of() : tenantConnections;
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
    environment.forEach((name, value) -> putVariable(properties, name, value));
    if (properties.isEmpty()) {
      return new PlainConfiguration(null, null);
    }
    try {
      return JavaPropsMapper.builder()
          .addModule(new JavaTimeModule())
          .build()
          .readPropertiesAs(
              properties,
              JavaPropsSchema.emptySchema().withPrefix(PREFIX),
              PlainConfiguration.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(complaint(e), e);
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

  /** Environment variables cannot hold dots, dashes or case: every known name is tried. */
  private static void putVariable(Properties properties, String variable, String value) {
    String connections = "REMEDYFLOW_CONNECTIONS_";
    String tenants = "REMEDYFLOW_TENANTCONNECTIONS_";
    if (variable.startsWith(tenants)) {
      String tenant = variable.substring(tenants.length()).toLowerCase(Locale.ROOT);
      properties.setProperty(PREFIX + ".tenant-connections." + tenant, value);
    }
    if (variable.startsWith(connections)) {
      String rest = variable.substring(connections.length());
      for (String property : CONNECTION_PROPERTIES) {
        String suffix = "_" + property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        if (rest.endsWith(suffix) && rest.length() > suffix.length()) {
          String name = rest.substring(0, rest.length() - suffix.length()).toLowerCase(Locale.ROOT);
          properties.setProperty(PREFIX + ".connections." + name + "." + property, value);
        }
      }
    }
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
