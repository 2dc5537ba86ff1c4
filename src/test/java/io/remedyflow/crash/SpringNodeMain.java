package io.remedyflow.crash;

import io.remedyflow.testing.process.ChildProcess;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A node as an application with Camunda's starter is one. Its arguments are Spring's. */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = CamundaBpmRestJerseyAutoConfiguration.class)
class SpringNodeMain {

  @Bean
  JavaDelegate gate(@Value("${gate.port}") int port) {
    return Gate.passing(port);
  }

  static ConfigurableApplicationContext run(String... arguments) {
    return new SpringApplicationBuilder(SpringNodeMain.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.config.name=none",
            "camunda.bpm.auto-deployment-enabled=false",
            "camunda.bpm.history-level=full",
            "camunda.bpm.generic-properties.properties.enforce-history-time-to-live=false",
            "camunda.bpm.job-execution.core-pool-size=3",
            "camunda.bpm.job-execution.max-pool-size=3",
            "camunda.bpm.job-execution.wait-time-in-millis=200",
            "camunda.bpm.job-execution.max-wait=500")
        .run(arguments);
  }

  public static void main(String[] arguments) {
    run(arguments);
    ChildProcess.reply("ready");
  }
}
