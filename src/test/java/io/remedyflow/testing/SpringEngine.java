package io.remedyflow.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.transaction.PlatformTransactionManager;

/** Applications with Camunda's starter and without a web server. */
public final class SpringEngine {

  private SpringEngine() {}

  /** An application of these classes that deploys nothing by itself and reads no file of ours. */
  public static SpringApplicationBuilder of(Class<?>... sources) {
    return new SpringApplicationBuilder(sources)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.config.name=none",
            "camunda.bpm.auto-deployment-enabled=false",
            "camunda.bpm.generic-properties.properties.enforce-history-time-to-live=false");
  }

  /** The configuration of an engine in the transactions of an application. */
  public static SpringProcessEngineConfiguration configuration(
      DataSource database,
      PlatformTransactionManager transactions,
      ProcessEnginePlugin... plugins) {
    var configuration =
        TestEngine.atRest(new SpringProcessEngineConfiguration(), "spring", plugins);
    configuration.setDataSource(database);
    configuration.setTransactionManager(transactions);
    configuration.setDatabaseSchemaUpdate("true");
    return configuration;
  }

  /** Makes a class such an application; the demo's REST API stays out of it. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @SpringBootConfiguration
  @EnableAutoConfiguration(exclude = CamundaBpmRestJerseyAutoConfiguration.class)
  public @interface Application {}
}
