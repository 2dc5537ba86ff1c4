package io.remedyflow.autoconfigure;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;

/** A source of properties, such as a vault, in the environment of an application. */
final class AddedProperties {

  private AddedProperties() {}

  /** Before all other sources. */
  static ApplicationContextInitializer<ConfigurableApplicationContext> first(
      PropertySource<?> source) {
    return context -> context.getEnvironment().getPropertySources().addFirst(source);
  }

  /** After all other sources. */
  static ApplicationContextInitializer<ConfigurableApplicationContext> last(
      PropertySource<?> source) {
    return context -> context.getEnvironment().getPropertySources().addLast(source);
  }
}
