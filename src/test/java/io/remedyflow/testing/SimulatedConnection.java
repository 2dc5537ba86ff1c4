package io.remedyflow.testing;

import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.simulator.FeishuSimulator;
import java.net.URI;

/** The connection {@code default} to a simulator, as a plain engine is configured with it. */
public final class SimulatedConnection {

  private SimulatedConnection() {}

  /** The lines of {@link RemedyflowPlugin#setConfiguration}. */
  public static String to(FeishuSimulator feishu) {
    return named("default", feishu);
  }

  /** The same for a connection of that name. */
  public static String named(String name, FeishuSimulator feishu) {
    return named(name, feishu.appId(), feishu.appSecret(), feishu.baseUrl());
  }

  /** The same to anything that plays Feishu. */
  public static String named(String name, String appId, String appSecret, URI baseUrl) {
    return """
        remedyflow.connections.%1$s.app-id=%2$s
        remedyflow.connections.%1$s.app-secret=%3$s
        remedyflow.connections.%1$s.base-url=%4$s
        """
        .formatted(name, appId, appSecret, baseUrl);
  }
}
