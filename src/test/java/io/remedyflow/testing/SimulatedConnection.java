package io.remedyflow.testing;

import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.simulator.FeishuSimulator;

/** The connection {@code default} to a simulator, as a plain engine is told of it. */
public final class SimulatedConnection {

  private SimulatedConnection() {}

  /** The lines of {@link RemedyflowPlugin#setConfiguration}. */
  public static String to(FeishuSimulator feishu) {
    return """
        remedyflow.connections.default.app-id=%s
        remedyflow.connections.default.app-secret=%s
        remedyflow.connections.default.base-url=%s
        """
        .formatted(feishu.appId(), feishu.appSecret(), feishu.baseUrl());
  }
}
