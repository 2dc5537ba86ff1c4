package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.JobIntake;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Lets an application that closes see its calls through. */
@AutoConfiguration(afterName = "org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration")
@ConditionalOnClass(ProcessEngine.class)
@ConditionalOnBean(ProcessEngine.class)
public class RemedyflowShutdownAutoConfiguration {

  /** Of the engines that this application runs: one that it only found is others' to stop. */
  @Bean
  JobsBeforeShutdown remedyflowJobsBeforeShutdown(
      List<ProcessEngine> engines, ObjectProvider<ProcessEngineConfiguration> configurations) {
    List<ProcessEngineConfiguration> own = configurations.stream().toList();
    return new JobsBeforeShutdown(
        engines.stream()
            .filter(engine -> own.contains(engine.getProcessEngineConfiguration()))
            .map(JobIntake::new)
            .toList());
  }
}
