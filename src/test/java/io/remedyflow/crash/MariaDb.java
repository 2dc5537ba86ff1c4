package io.remedyflow.crash;

import static org.awaitility.Awaitility.await;

import io.remedyflow.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB server of this machine, which plays MySQL: for the driver by the version that it
 * announces, and for the engine by MySQL's scripts.
 */
final class MariaDb implements AutoCloseable {

  private static final String DATABASE = "engine";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNTESTED = "MySQL's due dates of whole seconds are not tested";

  /** By MariaDB's own, 5.5.5-10.11, the driver believes that the server knows no fractions. */
  private static final String VERSION = "--version=5.7.19-MariaDB";

  private final Path home;
  private final int port = freePort();
  private final Process server;

  private MariaDb(Path home) {
    this.home = home;
    Path mariadbd = program("mariadbd");
    run(
        program("mariadb-install-db"),
        "--auth-root-authentication-method=normal",
        "--skip-test-db");
    server =
        start(
            mariadbd,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + home.resolve("socket"),
            "--pid-file=" + home.resolve("pid"),
            "--transaction-isolation=READ-COMMITTED", // as Camunda asks
            "--innodb-flush-log-at-trx-commit=0", // it has no power cut to survive
            VERSION);
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
    await().atMost(PATIENCE).ignoreExceptions().until(this::answers);
  }

  static MariaDb start() {
    program("mariadbd");
    try {
      return new MariaDb(Files.createTempDirectory("remedyflow-mariadb"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program(String name) {
    return Installed.program("MariaDB's " + name, UNTESTED, name);
  }

  /**
   * The URL of the one database.
   *
   * @param options of the driver, joined by {@code &}
   */
  String jdbcUrl(String options) {
    return url(DATABASE) + "&" + options;
  }

  private static void execute(String url, String statement) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(String database) {
    return "jdbc:mysql://127.0.0.1:%d/%s?user=root".formatted(port, database);
  }

  private boolean answers() {
    if (!server.isAlive()) {
      throw new AssertionError("MariaDB did not start:\n" + log());
    }
    execute(
        url(""),
        "create database if not exists %s character set utf8 collate utf8_bin".formatted(DATABASE));
    return true;
  }

  private void run(Path program, String... arguments) {
    try {
      if (start(program, arguments).waitFor() != 0) {
        throw new IllegalStateException(program + " failed:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process start(Path program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(program.toString(), "--no-defaults", "--datadir=" + home.resolve("data")));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root"); // else it refuses to run as root
    }
    command.addAll(Arrays.asList(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(home.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
