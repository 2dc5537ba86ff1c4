package io.remedyflow.demo;

import io.remedyflow.simulator.FeishuSimulator;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the simulator, and points the default connection at it, unless a base URL is configured.
 */
final class SimulatorInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String CONNECTION = "remedyflow.connections.default.";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (context.getEnvironment().containsProperty(CONNECTION + "base-url")) {
      return;
    }
    FeishuSimulator simulator = FeishuSimulator.start();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "simulator",
                Map.of(
                    CONNECTION + "base-url", simulator.baseUrl().toString(),
                    CONNECTION + "app-id", simulator.appId(),
                    CONNECTION + "app-secret", simulator.appSecret())));
    var beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
    beans.registerSingleton("feishuSimulator", simulator);
    beans.registerDisposableBean("feishuSimulator", simulator::close);
  }
}
