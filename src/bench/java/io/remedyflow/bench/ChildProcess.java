package io.remedyflow.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that is asked line by line and replies line by line; what else it says goes to a
 * log. It ends with the process that started it.
 */
final class ChildProcess implements AutoCloseable {

  /** Begins every line that is a reply. */
  static final String REPLY = "=> ";

  private static final int PATIENCE_SECONDS = 120;

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    questions = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(log), "replies of " + name);
    reader.setDaemon(true);
    reader.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts one; its log is {@code target/bench/logs/<name>.log}. */
  static ChildProcess start(
      String name, Class<?> main, List<String> options, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    try {
      Path log = Files.createDirectories(Bench.OUTPUT.resolve("logs")).resolve(name + ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path log) {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter rest = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(REPLY)) {
          replies.add(line.substring(REPLY.length()));
        } else {
          rest.write(line);
          rest.newLine();
          rest.flush();
        }
      }
    } catch (IOException e) {
      // A process that was killed.
    }
  }

  /** Says a line and waits for the reply. */
  String ask(String question) {
    say(question);
    return reply();
  }

  void say(String line) {
    try {
      questions.write(line);
      questions.newLine();
      questions.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("%s does not listen".formatted(name), e);
    }
  }

  String reply() {
    try {
      for (int waited = 0; waited < PATIENCE_SECONDS; waited++) {
        String reply = replies.poll(1, TimeUnit.SECONDS);
        if (reply != null) {
          return reply;
        }
        if (!process.isAlive() && replies.isEmpty()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("%s does not reply; see its log".formatted(name));
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and what the process makes of it. */
  void terminate() {
    // Process.destroy() would close its input as well, at the end of which it stops at once.
    process.toHandle().destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("%s does not end".formatted(name));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Called in the child: whose parent is gone has nothing left to do. */
  static void endWithParent() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                // The same.
              }
              Runtime.getRuntime().halt(0);
            });
    thread.setDaemon(true);
    thread.start();
  }
}
