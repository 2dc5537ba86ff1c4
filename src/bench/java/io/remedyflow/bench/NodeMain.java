package io.remedyflow.bench;

import io.remedyflow.bench.HttpClientDelegate.Outputs;
import io.remedyflow.testing.SpringEngine;
import io.remedyflow.testing.process.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * An application with Camunda's starter, as its defaults are, and one contender's task. Its
 * arguments are Spring's; it obeys the lines that {@link NodeCommands} knows.
 */
@SpringEngine.Application
class NodeMain {

  @Bean
  JavaDelegate nothing() {
    return execution -> {};
  }

  /** What the process does behind the task, in the same job. */
  @Bean
  ExecutionListener nextStep(@Value("${bench.next-step:0}") long millis) {
    return execution -> Thread.sleep(millis);
  }

  @Bean
  Probe probe() {
    return new Probe();
  }

  @Bean
  @Lazy
  HttpClientDelegate httpClientDelegate(@Value("${bench.feishu}") URI feishu) {
    return new HttpClientDelegate(feishu, Outputs.TWO);
  }

  @Bean
  @Lazy
  HttpClientDelegate httpClientDelegateOfSix(@Value("${bench.feishu}") URI feishu) {
    return new HttpClientDelegate(feishu, Outputs.SIX);
  }

  @Bean
  @Lazy
  HttpClientDelegate httpClientDelegateMapped(@Value("${bench.feishu}") URI feishu) {
    return new HttpClientDelegate(feishu, Outputs.SIX_LOCAL);
  }

  @Bean
  @Lazy
  SdkDelegate sdkDelegate(@Value("${bench.feishu}") URI feishu) {
    return new SdkDelegate(feishu);
  }

  @Bean
  String benchFeishu(@Value("${bench.feishu}") String feishu) {
    return feishu;
  }

  @Bean
  ConnectorAnswers connectorAnswers() {
    return new ConnectorAnswers();
  }

  public static void main(String[] arguments) {
    int status = 0;
    try {
      run(arguments);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      status = 1;
    }
    Runtime.getRuntime().halt(status);
  }

  private static void run(String[] arguments) throws IOException {
    Allocation allocation = new Allocation();
    ApplicationContext application =
        SpringEngine.of(NodeMain.class).properties("spring.main.banner-mode=off").run(arguments);
    NodeCommands commands = new NodeCommands(application, allocation);
    ChildProcess.reply(commands.settings());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      ChildProcess.reply(commands.obey(line.split(" ", -1)));
    }
  }
}
