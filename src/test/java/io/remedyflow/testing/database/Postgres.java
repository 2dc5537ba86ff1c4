package io.remedyflow.testing.database;

import io.remedyflow.testing.process.Command;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * A PostgreSQL of this machine. It can crash and come back with what was committed, or stand still
 * for a while.
 */
public final class Postgres implements AutoCloseable {

  /** The superuser, and the name of the first database. */
  public static final String SUPERUSER = "postgres";

  private final DataFolder data = DataFolder.create("remedyflow-postgres");
  private final Map<String, String> settings;
  private EmbeddedPostgres server;

  private Postgres(Map<String, String> settings) {
    this.settings = settings;
    server = start(0);
  }

  public static Postgres start() {
    return start(Map.of());
  }

  /**
   * Starts one.
   *
   * @param settings as {@code postgresql.conf} has them
   */
  public static Postgres start(Map<String, String> settings) {
    return new Postgres(settings);
  }

  private EmbeddedPostgres start(int port) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data.path())
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(30))
            .setPort(port);
    settings.forEach(builder::setServerConfig);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  public String jdbcUrl() {
    return jdbcUrl(SUPERUSER);
  }

  /** The superuser's URL of that database. */
  public String jdbcUrl(String database) {
    return server.getJdbcUrl(SUPERUSER, database);
  }

  /** The superuser's connections to the first database. */
  public DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  public Connection connect(String user, String database) throws SQLException {
    return server.getDatabase(user, database).getConnection();
  }

  /** Runs a statement as the superuser. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Stops at once and leaves its connections open, as after a power cut. */
  public void crash() {
    try {
      ProcessHandle postmaster = postmaster();
      signal("QUIT", postmaster);
      postmaster.onExit().get(20, TimeUnit.SECONDS);
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("PostgreSQL did not stop", e);
    }
  }

  /** Starts again where it was, with what it had. */
  public void comeBack() {
    server = start(server.getPort());
  }

  /** Its processes stand still meanwhile, as on a machine whose disk or network does. */
  public <T> T standingStill(Callable<T> meanwhile) throws Exception {
    ProcessHandle postmaster = postmaster();
    signalAll("STOP", postmaster);
    try {
      return meanwhile.call();
    } finally {
      signalAll("CONT", postmaster);
    }
  }

  /** Not the process that was started here, which starts the server and ends. */
  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(data.path().resolve("postmaster.pid")).get(0).strip();
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
  }

  private static void signalAll(String signal, ProcessHandle postmaster) {
    signal(signal, postmaster);
    postmaster.children().forEach(process -> signal(signal, process));
  }

  private static void signal(String signal, ProcessHandle process) {
    try {
      Command.of("kill", "-" + signal, process.pid()).run();
    } catch (AssertionError e) {
      if (process.isAlive()) { // else a backend has ended meanwhile
        throw e;
      }
    }
  }

  @Override
  public void close() {
    try (data) {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
