package io.remedyflow.crash;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, which can be killed as an operating system kills. */
final class Node implements AutoCloseable {

  static final String READY = "remedyflow-node-is-ready";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private boolean ready;

  private Node(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a process; {@link #awaitReady()} tells when it works. */
  static Node start(Class<?> main, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx160m",
                "-Dlogback.configurationFile=crash/node-logback.xml",
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    try {
      Path log = Files.createTempFile("remedyflow-node", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
      builder.environment().putAll(environment);
      builder
          .environment()
          .put(
              "CLASSPATH",
              System.getProperty(
                  "surefire.test.class.path", System.getProperty("java.class.path")));
      Node node = new Node(builder.start(), log);
      Runtime.getRuntime().addShutdownHook(new Thread(node.process::destroyForcibly));
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Node awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("the node did not start:\n" + log());
              }
              return isReady();
            });
    return this;
  }

  /** Whether it works, or did before it was killed. */
  boolean isReady() {
    ready = ready || log().contains(READY);
    return ready;
  }

  /** What it wrote so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and what the process makes of it. */
  void terminate() {
    process.destroy();
  }

  void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node does not end:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    log.toFile().delete();
  }
}
