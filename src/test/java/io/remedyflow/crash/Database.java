package io.remedyflow.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
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
      new ProcessBuilder("kill", "-QUIT", Long.toString(postgres.getProcess().pid()))
          .inheritIO()
          .start()
          .waitFor();
      if (!postgres.getProcess().waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("PostgreSQL did not stop");
      }
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
