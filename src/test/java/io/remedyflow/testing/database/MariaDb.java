package io.remedyflow.testing.database;

import static org.awaitility.Awaitility.await;

import io.remedyflow.testing.http.SocketServer;
import io.remedyflow.testing.process.ChildProcess;
import io.remedyflow.testing.process.Command;
import io.remedyflow.testing.process.Installed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A MariaDB server of this machine, which plays MySQL: for the driver by the version that it
 * announces, and for the engine by MySQL's scripts.
 */
public final class MariaDb implements AutoCloseable {

  private static final String DATABASE = "engine";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNTESTED = "MySQL's due dates of whole seconds are not tested";

  /** By MariaDB's own, 5.5.5-10.11, the driver believes that the server knows no fractions. */
  private static final String VERSION = "--version=5.7.19-MariaDB";

  private final DataFolder home = DataFolder.create("remedyflow-mariadb");
  private final int port = SocketServer.unusedPort();
  private final ChildProcess server;

  private MariaDb() {
    List<String> common = new ArrayList<>();
    common.add("--no-defaults");
    common.add("--datadir=" + home.path().resolve("data"));
    if (System.getProperty("user.name").equals("root")) {
      common.add("--user=root"); // else it refuses to run as root
    }
    Path mariadbd = program("mariadbd");
    Command.of(
            command(
                    program("mariadb-install-db"),
                    common,
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db")
                .toArray())
        .run();
    server =
        ChildProcess.start(
            command(
                mariadbd,
                common,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + home.path().resolve("socket"),
                "--pid-file=" + home.path().resolve("pid"),
                "--transaction-isolation=READ-COMMITTED", // as Camunda requires
                "--innodb-flush-log-at-trx-commit=0", // it has no power cut to survive
                VERSION),
            Map.of(),
            home.path().resolve("log"));
    await().atMost(PATIENCE).ignoreExceptions().until(this::answers);
  }

  public static MariaDb start() {
    program("mariadbd");
    return new MariaDb();
  }

  private static List<String> command(Path program, List<String> common, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(common);
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path program(String name) {
    return Installed.program("MariaDB's " + name, UNTESTED, name);
  }

  /**
   * The URL of the one database.
   *
   * @param options of the driver, joined by {@code &}
   */
  public String jdbcUrl(String options) {
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
      throw new AssertionError("MariaDB did not start:\n" + server.log());
    }
    execute(
        url(""),
        "create database if not exists %s character set utf8 collate utf8_bin".formatted(DATABASE));
    return true;
  }

  @Override
  public void close() {
    server.terminate();
    server.awaitEnd();
    home.close();
  }
}
