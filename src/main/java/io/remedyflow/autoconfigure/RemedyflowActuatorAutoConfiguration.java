package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.RemedyflowConnections;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Shows operators the state of the connections, if Spring Boot's Actuator is present. */
@AutoConfiguration(after = RemedyflowAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public class RemedyflowActuatorAutoConfiguration {

  /**
   * The health of each connection; without a connection, it is UNKNOWN and says what to configure.
   */
  @Bean
  @ConditionalOnBean(RemedyflowConnections.class)
  @ConditionalOnEnabledHealthIndicator("remedyflow")
  @ConditionalOnMissingBean(name = "remedyflowHealthContributor")
  HealthContributor remedyflowHealthContributor(RemedyflowConnections connections) {
    Map<String, HealthIndicator> indicators = new TreeMap<>();
    connections
        .byName()
        .forEach(
            (name, connection) -> indicators.put(name, new ConnectionHealthIndicator(connection)));
    return indicators.isEmpty()
        ? new NoConnectionHealthIndicator()
        : CompositeHealthContributor.fromMap(indicators);
  }

  /** The endpoint that lists connections and checks one; exposed only if that is configured. */
  @Bean
  @ConditionalOnBean(RemedyflowConnections.class)
  @ConditionalOnAvailableEndpoint
  @ConditionalOnMissingBean
  RemedyflowEndpoint remedyflowEndpoint(RemedyflowConnections connections) {
    return new RemedyflowEndpoint(connections);
  }

  /** The endpoint's responses over HTTP. */
  @Bean
  @ConditionalOnBean(RemedyflowEndpoint.class)
  @ConditionalOnAvailableEndpoint(endpoint = RemedyflowEndpoint.class)
  @ConditionalOnMissingBean
  RemedyflowWebExtension remedyflowWebExtension(RemedyflowEndpoint endpoint) {
    return new RemedyflowWebExtension(endpoint);
  }

  /** Redacts secrets even if Actuator is configured to show values. */
  @Bean
  @ConditionalOnBean(RemedyflowProperties.class)
  SanitizingFunction remedyflowSecrets(RemedyflowProperties properties, Environment environment) {
    return new MaskedSecrets(properties.connections(), new ReboundConnections(environment));
  }
}
