package io.remedyflow.crash;

import io.remedyflow.testing.SpringEngine;
import io.remedyflow.testing.process.ChildProcess;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A node as an application with Camunda's starter is one. Its arguments are Spring's. */
@SpringEngine.Application
class SpringNodeMain {

  @Bean
  JavaDelegate gate(@Value("${gate.port}") int port) {
    return Gate.passing(port);
  }

  static ConfigurableApplicationContext run(String... arguments) {
    return SpringEngine.of(SpringNodeMain.class)
        .properties(
            "camunda.bpm.history-level=full",
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
