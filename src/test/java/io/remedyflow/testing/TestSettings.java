package io.remedyflow.testing;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.simulator.FeishuSimulator;
import java.net.URI;

/** Settings of a connection by the name {@code test}, to be completed where a test needs more. */
public final class TestSettings {

  /** The app's secret where no simulator has one. */
  public static final String SECRET = "secret-of-the-test";

  private TestSettings() {}

  public static ConnectionSettings.Builder of(FeishuSimulator feishu) {
    return named("test", feishu);
  }

  public static ConnectionSettings.Builder named(String name, FeishuSimulator feishu) {
    return ConnectionSettings.builder(name)
        .appId(feishu.appId())
        .appSecret(AppSecret.of(feishu.appSecret()))
        .baseUrl(feishu.baseUrl());
  }

  public static ConnectionSettings.Builder at(URI baseUrl) {
    return ConnectionSettings.builder("test")
        .appId("cli_test")
        .appSecret(AppSecret.of(SECRET))
        .baseUrl(baseUrl);
  }
}
