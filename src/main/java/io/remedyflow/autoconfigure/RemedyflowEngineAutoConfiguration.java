package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.WiringCheck;
import io.remedyflow.plugin.config.RemedyflowConnections;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Checks the engines of an application after they are created. */
@AutoConfiguration(
    after = RemedyflowAutoConfiguration.class,
    afterName = "org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration")
@ConditionalOnClass(ProcessEngine.class)
@ConditionalOnBean(ProcessEngine.class)
public class RemedyflowEngineAutoConfiguration {

  /** Stops the startup of an application whose task cannot work. */
  @Bean
  SmartInitializingSingleton remedyflowWiringCheck(
      List<ProcessEngine> engines,
      ObjectProvider<ProcessEngineConfiguration> configurations,
      ObjectProvider<RemedyflowConnections> connections) {
    return () -> {
      List<ProcessEngineConfiguration> own = configurations.stream().toList();
      RemedyflowConnections configured = connections.getIfAvailable();
      WiringCheck.check(
          engines.stream()
              .filter(engine -> own.contains(engine.getProcessEngineConfiguration()))
              .toList(),
          configured != null && !configured.byName().isEmpty());
    };
  }
}
