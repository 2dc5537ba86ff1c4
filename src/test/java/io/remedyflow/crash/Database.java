package io.remedyflow.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A PostgreSQL of this machine that can crash, and come back with what was committed. */
final class Database implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres postgres;

  private Database(Path data) throws IOException {
    this.data = data;
    postgres =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
    port = postgres.getPort();
  }

  static Database start() {
    try {
      return new Database(Files.createTempDirectory("remedyflow-crash"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String jdbcUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** Stops at once, without a word to anybody who is connected, as after a power cut. */
  void crash() {
    try {
      ProcessHandle server = server();
      new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid()))
          .inheritIO()
          .start()
          .waitFor();
      server.onExit().get(20, TimeUnit.SECONDS);
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("PostgreSQL did not stop", e);
    }
  }

  /** Not the process that was started here, which starts the server and ends. */
  private ProcessHandle server() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
  }

  /** Starts again where it was, with what it had. */
  void comeBack() {
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setPGStartupWait(Duration.ofSeconds(30))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
