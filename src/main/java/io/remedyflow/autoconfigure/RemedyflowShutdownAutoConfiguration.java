package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.JobIntake;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Lets an application that closes see its calls through. */
@AutoConfiguration(afterName = "org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration")
@ConditionalOnClass(ProcessEngine.class)
@ConditionalOnBean(ProcessEngine.class)
public class RemedyflowShutdownAutoConfiguration {

  @Bean
  JobsBeforeShutdown remedyflowJobsBeforeShutdown(List<ProcessEngine> engines) {
    return new JobsBeforeShutdown(engines.stream().map(JobIntake::new).toList());
  }
}
