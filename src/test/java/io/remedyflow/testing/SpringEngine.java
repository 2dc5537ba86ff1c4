package io.remedyflow.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

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

  /** Makes a class such an application; the demo's REST API stays out of it. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @SpringBootConfiguration
  @EnableAutoConfiguration(exclude = CamundaBpmRestJerseyAutoConfiguration.class)
  public @interface Application {}
}
