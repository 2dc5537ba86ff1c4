package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.plugin.config.ConnectionProperties;
import io.remedyflow.plugin.config.InvalidConfigurationException;
import io.remedyflow.plugin.config.PropertyNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads {@code remedyflow.*} from Spring's environment by the same rules as a plain engine. Every
 * value is stripped, because a mounted secret ends in a line break; a blank value is absent; an
 * unknown name is an error. Spring's own binding does none of that, and its error messages show
 * values.
 */
record RemedyflowBinder(Environment environment) {

  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("remedyflow");

  /**
   * All properties.
   *
   * @throws InvalidConfigurationException if a name is unknown or a value cannot be read
   */
  RemedyflowProperties properties() {
    ConfigurationPropertySources.get(environment).forEach(RemedyflowBinder::rejectUnknown);
    return read(binder -> binder.bindOrCreate("remedyflow", RemedyflowProperties.class));
  }

  /**
   * Only the connections.
   *
   * @throws InvalidConfigurationException if a value cannot be read
   */
  Map<String, ConnectionProperties> connections() {
    var connections = Bindable.mapOf(String.class, ConnectionProperties.class);
    return read(binder -> binder.bind("remedyflow.connections", connections).orElse(Map.of()));
  }

  private <T> T read(Function<Binder, T> what) {
    PlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(environment);
    try {
      return what.apply(
          new Binder(
              ConfigurationPropertySources.get(environment),
              value -> stripped(placeholders.resolvePlaceholders(value))));
    } catch (BindException e) {
      // Without the cause, whose message shows the value.
      throw complaint(e);
    }
  }

  private static @Nullable Object stripped(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      return text.toString().isBlank() ? null : text.toString().strip();
    }
    return value;
  }

  private static InvalidConfigurationException complaint(BindException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return ProxySettings.class.equals(e.getTarget().getType().resolve())
        ? PropertyNames.invalid(
            e.getName().getParent() + "." + root.getMessage()) // begins with proxy.
        : PropertyNames.unreadable(e.getName().toString());
  }

  private static void rejectUnknown(ConfigurationPropertySource source) {
    if (!(source instanceof IterableConfigurationPropertySource names)) {
      return;
    }
    if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment) {
      PropertyNames.warnOfUnknownVariables(Arrays.asList(environment.getPropertyNames()));
      return;
    }
    names.stream()
        .filter(ROOT::isAncestorOf)
        .forEach(name -> PropertyNames.rejectUnknown(elements(name), isBlank(source, name)));
  }

  private static List<String> elements(ConfigurationPropertyName name) {
    return IntStream.range(0, name.getNumberOfElements())
        .mapToObj(n -> name.getElement(n, Form.ORIGINAL))
        .toList();
  }

  private static boolean isBlank(
      ConfigurationPropertySource source, ConfigurationPropertyName name) {
    ConfigurationProperty property = source.getConfigurationProperty(name);
    return property == null
        || property.getValue() == null
        || property.getValue().toString().isBlank();
  }
}
