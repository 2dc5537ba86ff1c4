package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.config.StartupCheck;
import io.remedyflow.remedy.RemedyConnections;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Makes the tasks available to the models of an engine that Spring Boot runs. */
@AutoConfiguration(beforeName = "org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration")
@ConditionalOnClass(ProcessEngine.class)
@Import(TaskBeansRegistrar.class)
public class RemedyflowAutoConfiguration {

  /** The configuration, read by the same rules as on a plain engine. */
  @Bean
  @ConditionalOnMissingBean
  RemedyflowProperties remedyflowProperties(Environment environment) {
    return new RemedyflowBinder(environment).properties();
  }

  /**
   * The configured connections, closed with the application; absent if it brings its own. Every
   * listener bean is told what they do.
   */
  @Bean
  @ConditionalOnMissingBean({RemedyflowConnections.class, RemedyConnections.class})
  RemedyflowConnections remedyflowConnections(
      RemedyflowProperties properties,
      Environment environment,
      ObjectProvider<ConnectionListener> listeners) {
    return RemedyflowConnections.builder()
        .connections(properties.connections())
        .tenantConnections(properties.tenantConnections())
        .listener(new AllListeners(listeners.orderedStream().toList()))
        .again(new ReboundConnections(environment))
        .cluster(properties.cluster())
        .open();
  }

  /** The connections as tasks see them; an application may bring its own. */
  @Bean
  @ConditionalOnMissingBean
  RemedyConnections remedyConnections(RemedyflowConnections connections) {
    return connections.connections();
  }

  /** The plugin for the engine. */
  @Bean
  @ConditionalOnMissingBean
  RemedyflowPlugin remedyflowPlugin(ObjectProvider<RemedyflowConnections> connections) {
    return RemedyflowPlugin.forSpring(connections.getIfAvailable());
  }

  /** Logs whether each connection works, if that is configured. */
  @Bean
  @ConditionalOnBean(RemedyflowConnections.class)
  @ConditionalOnProperty(name = "remedyflow.check-on-startup", havingValue = "true")
  StartupCheckTrigger remedyflowStartupCheck(RemedyflowConnections connections) {
    return new StartupCheckTrigger(new StartupCheck(connections));
  }
}
