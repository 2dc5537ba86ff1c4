package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.job.JobIntake;
import io.remedyflow.ratelimit.Durations;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Lets calls in progress end before an application closes. */
@AutoConfiguration(afterName = "org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration")
@ConditionalOnClass(ProcessEngine.class)
@ConditionalOnBean(ProcessEngine.class)
public class RemedyflowShutdownAutoConfiguration {

  /**
   * Only for the engines that this application runs: an engine that it only found is not stopped
   * here.
   */
  @Bean
  JobsBeforeShutdown remedyflowJobsBeforeShutdown(
      List<ProcessEngine> engines,
      ObjectProvider<ProcessEngineConfiguration> configurations,
      ObjectProvider<RemedyflowConnections> connections,
      @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") Duration gracePeriod) {
    List<ProcessEngineConfiguration> own = configurations.stream().toList();
    RemedyflowConnections opened = connections.getIfAvailable();
    Duration longest = opened == null ? Duration.ZERO : opened.longestCallDeadline();
    Duration calls = Durations.shorter(longest, gracePeriod);
    return new JobsBeforeShutdown(
        engines.stream()
            .filter(engine -> own.contains(engine.getProcessEngineConfiguration()))
            .map(engine -> new JobIntake(engine, calls))
            .toList());
  }
}
