package io.remedyflow.bench;

import io.remedyflow.testing.process.ChildJvm;
import io.remedyflow.testing.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** The local Feishu as the benchmark holds it. */
final class Feishu implements AutoCloseable {

  private final ChildProcess process;
  private final URI baseUrl;
  private final HttpClient client = HttpClient.newHttpClient();

  private Feishu(ChildProcess process) {
    this.process = process;
    baseUrl = URI.create("http://127.0.0.1:" + process.reply());
  }

  static Feishu start() {
    return new Feishu(
        ChildJvm.start(
            FeishuMain.class,
            List.of("-Xmx128m", "-Xss256k", "-XX:+UseSerialGC"),
            Map.of(),
            Bench.log("feishu"),
            List.of()));
  }

  URI baseUrl() {
    return baseUrl;
  }

  /** From now on these rules; what was called before is forgotten. */
  void follow(Rules rules) {
    send("/bench/rules", rules.line());
  }

  Calls calls() {
    return Calls.parse(send("/bench/calls", ""));
  }

  private String send(String path, String body) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(baseUrl.resolve(path))
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
