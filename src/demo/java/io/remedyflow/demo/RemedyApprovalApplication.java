package io.remedyflow.demo;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The remedy approval process with Camunda's web apps, on H2 and a Feishu that runs on this
 * machine.
 *
 * <p>{@code mvn -Pdemo} starts it. Spring's usual environment variables override every setting of
 * {@code demo.yml}.
 */
@SpringBootApplication
public class RemedyApprovalApplication {

  /** The property source of the random password. */
  static final String RANDOM = "randomPassword";

  static final String PASSWORD = "camunda.bpm.admin-user.password";

  /** Starts the demo. */
  public static void main(String[] args) {
    start(args);
  }

  static ConfigurableApplicationContext start(String... args) {
    SpringApplication application = new SpringApplication(RemedyApprovalApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", "demo"));
    application.addInitializers(
        context -> chooseAPassword(context.getEnvironment()), new SimulatorInitializer());
    return application.run(args);
  }

  /** No demo accepts a password that stands in a repository. */
  private static void chooseAPassword(ConfigurableEnvironment environment) {
    if (!environment.containsProperty(PASSWORD)) {
      byte[] random = new byte[9];
      new SecureRandom().nextBytes(random);
      environment
          .getPropertySources()
          .addLast(
              new MapPropertySource(
                  RANDOM,
                  Map.of(
                      PASSWORD, Base64.getUrlEncoder().withoutPadding().encodeToString(random))));
    }
  }
}
