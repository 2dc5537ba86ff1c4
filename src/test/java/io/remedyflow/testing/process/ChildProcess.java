package io.remedyflow.testing.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs beside this one, and ends with it. Lines that it marks as replies can be
 * waited for; all else that it writes stands in its log.
 */
public final class ChildProcess implements AutoCloseable {

  /** Begins every line that is a reply. */
  public static final String REPLY = "=> ";

  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;
  private final BufferedWriter commands;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final Thread reader;
  private volatile boolean ready;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts a program.
   *
   * @param command the program and its arguments
   * @param environment what its environment has beyond this one
   * @param log where to write what it says
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path log) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Files.writeString(log, "");
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter rest = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(REPLY)) {
          ready = true;
          replies.add(line.substring(REPLY.length()));
        } else {
          rest.write(line);
          rest.newLine();
          rest.flush(); // a test may wait for this line
        }
      }
    } catch (IOException e) {
      // A process that was killed.
    }
  }

  /** Called in the child: says a line that the other side waits for. */
  public static void reply(String line) {
    System.out.println(REPLY + line);
  }

  /** Called in the child: whose parent is gone has nothing left to do. */
  public static void endWithParent() {
    new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                // The same.
              }
              Runtime.getRuntime().halt(1);
            })
        .start();
  }

  /** Waits for the first reply, which says that it works. */
  public ChildProcess awaitReady() {
    reply();
    return this;
  }

  /** Whether it works, or did before it was killed. */
  public boolean isReady() {
    return ready;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Says a line and waits for the reply. */
  public String request(String command) {
    say(command);
    return reply();
  }

  public void say(String line) {
    try {
      commands.write(line);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the process does not listen; see " + log, e);
    }
  }

  /** Waits for the next reply. */
  public String reply() {
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
    throw new IllegalStateException("the process does not reply:\n" + log());
  }

  /** What it wrote so far, without its replies. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and what the process makes of it. */
  public void terminate() {
    // Process.destroy() would close its input as well, at the end of which some stop at once.
    process.toHandle().destroy();
  }

  /** Waits for its end, and for the end of its log. */
  public void awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the process does not end:\n" + log());
      }
      reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
