package io.remedyflow.plugin.config;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all properties under {@code remedyflow}, and the messages for an unknown name or a
 * value that cannot be read. A message never shows a value: it may be a secret.
 */
public final class PropertyNames {

  /** Each property with the kind of value that it expects. */
  private static final Map<String, String> OF_CONNECTIONS = new LinkedHashMap<>();

  private static final Map<String, String> OF_CLUSTER = new LinkedHashMap<>();

  static {
    String text = "a text";
    String number = "a whole number";
    String trueOrFalse = "true or false";
    OF_CONNECTIONS.put("app-id", text);
    OF_CONNECTIONS.put("app-secret", text);
    OF_CONNECTIONS.put("app-secret-file", text);
    OF_CONNECTIONS.put("base-url", "a URL such as https://open.feishu.cn");
    OF_CONNECTIONS.put("requests-per-second", number);
    OF_CONNECTIONS.put("requests-per-minute", number);
    OF_CONNECTIONS.put("zone", "a time zone such as Asia/Shanghai");
    OF_CONNECTIONS.put("language", "en or zh-CN");
    OF_CONNECTIONS.put("call-deadline", "a duration such as PT10S");
    OF_CONNECTIONS.put("proxy.host", text);
    OF_CONNECTIONS.put("proxy.port", number);
    OF_CONNECTIONS.put("proxy.username", text);
    OF_CONNECTIONS.put("proxy.password", text);
    OF_CONNECTIONS.put("show-employee-ids", trueOrFalse);
    OF_CLUSTER.put("nodes", number);
    OF_CLUSTER.put("shared-rate-limit", "auto or off");
    OF_CLUSTER.put("create-table", trueOrFalse);
    OF_CLUSTER.put("database-connections", "own or engine");
  }

  private static final Logger LOG = LoggerFactory.getLogger(PropertyNames.class);

  private static final String CONNECTIONS = "remedyflow.connections.";
  private static final String CONNECTION_VARIABLES = "REMEDYFLOW_CONNECTIONS_";

  private PropertyNames() {}

  static Collection<String> ofConnections() {
    return OF_CONNECTIONS.keySet();
  }

  static Collection<String> ofCluster() {
    return OF_CLUSTER.keySet();
  }

  /**
   * Fails if no property has this name. Upper and lower case, dashes and underscores do not count,
   * as in Spring.
   *
   * @param elements the name's parts, {@code remedyflow} first
   * @param blank whether there is no value; then the name may also be the beginning of another name
   * @throws InvalidConfigurationException if there is no such property; the message names the
   *     nearest one
   */
  public static void rejectUnknown(List<String> elements, boolean blank) {
    String bare = elements.stream().map(PropertyNames::bare).collect(joining("."));
    boolean known =
        bare.startsWith("remedyflow.tenantconnections.")
            || candidates(elements)
                .map(name -> Stream.of(name.split("\\.", -1)).map(PropertyNames::bare))
                .map(parts -> parts.collect(joining(".")))
                .anyMatch(name -> name.equals(bare) || (blank && name.startsWith(bare + ".")));
    if (!known && !(blank && bare.equals("remedyflow.tenantconnections"))) {
      throw unknown(elements);
    }
  }

  /** The exception for a name that no property has. */
  static InvalidConfigurationException unknown(List<String> elements) {
    String name = String.join(".", elements);
    String advice =
        nearest(name, candidates(elements))
            .map("Did you mean %s?"::formatted)
            .orElseGet(() -> "Known are " + candidates(elements).collect(joining(", ")) + ".");
    return new InvalidConfigurationException(
        "%s is not a property of Remedyflow. %s".formatted(name, advice), null);
  }

  /**
   * The exception for a value that cannot be read.
   *
   * @param name the property's name, such as {@code remedyflow.connections.default.zone}
   */
  public static InvalidConfigurationException unreadable(String name) {
    String bare = bare(name);
    String expected =
        Stream.of(OF_CONNECTIONS, OF_CLUSTER)
            .flatMap(properties -> properties.entrySet().stream())
            .filter(property -> bare.endsWith(bare(property.getKey())))
            .max(Comparator.comparingInt(property -> property.getKey().length()))
            .map(Map.Entry::getValue)
            .orElse(name.endsWith("check-on-startup") ? "true or false" : "another value");
    return new InvalidConfigurationException(
        "%s cannot be read. It takes %s.".formatted(name, expected), null);
  }

  /** The exception for a value that can be read but is invalid; the text never shows a secret. */
  public static InvalidConfigurationException invalid(String text) {
    return new InvalidConfigurationException(text.endsWith(".") ? text : text + ".", null);
  }

  /**
   * Warns of environment variables that look like a connection's but name no property. They do not
   * cause an exception: container platforms create variables that users did not ask for.
   */
  public static void warnOfUnknownVariables(Collection<String> variables) {
    for (String variable : variables) {
      if (variable.startsWith(CONNECTION_VARIABLES)
          && OF_CONNECTIONS.keySet().stream()
              .noneMatch(property -> bare(variable).endsWith(bare(property)))) {
        int end = variable.indexOf('_', CONNECTION_VARIABLES.length());
        String connection = end < 0 ? variable : variable.substring(0, end);
        String advice =
            nearest(
                    variable,
                    OF_CONNECTIONS.keySet().stream()
                        .map(property -> connection + "_" + variable(property)))
                .map(" Did you mean %s?"::formatted)
                .orElse("");
        LOG.warn(
            "The environment variable {} names no property of a connection and has no effect.{}",
            variable,
            advice);
      }
    }
  }

  private static String variable(String property) {
    return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** All property names, with the connection's name from these elements. */
  private static Stream<String> candidates(List<String> elements) {
    return Stream.concat(ofPlainEngines(elements), Stream.of("remedyflow.check-on-startup"));
  }

  /** The names that a plain engine has, too, with the connection's name from these elements. */
  static Stream<String> ofPlainEngines(List<String> elements) {
    String connection = elements.size() > 2 ? elements.get(2) : "<name>";
    return Stream.concat(
        OF_CONNECTIONS.keySet().stream().map(it -> CONNECTIONS + connection + "." + it),
        OF_CLUSTER.keySet().stream().map("remedyflow.cluster."::concat));
  }

  private static Optional<String> nearest(String name, Stream<String> candidates) {
    return candidates
        .filter(candidate -> distance(name, candidate) <= 4)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** How many letters have to be inserted, deleted or replaced (Levenshtein distance). */
  private static int distance(String one, String other) {
    List<Integer> row = new ArrayList<>(IntStream.rangeClosed(0, other.length()).boxed().toList());
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row.get(0);
      row.set(0, i);
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row.get(j);
        row.set(j, Math.min(replaced, 1 + Math.min(row.get(j), row.get(j - 1))));
      }
    }
    return row.get(other.length());
  }

  /** A name as an environment variable has it: without case and punctuation. */
  static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
