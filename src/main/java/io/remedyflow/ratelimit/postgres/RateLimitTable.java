package io.remedyflow.ratelimit.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The table of the shared rate limits: looked up before its first use, and created if needed. */
final class RateLimitTable {

  private static final String NAME = "remedyflow_rate_limit";
  private static final String SCRIPT = "/io/remedyflow/sql/postgresql/create-rate-limit.sql";

  private final DataSource database;
  private final String name;
  private final boolean creates;
  private boolean isThere;

  RateLimitTable(DataSource database, String prefix, boolean creates) {
    this.database = database;
    this.name = prefix + NAME;
    this.creates = creates;
  }

  String name() {
    return name;
  }

  /**
   * Ensures that the table exists.
   *
   * @throws IllegalStateException if it does not; the message says what to do
   */
  synchronized void ensure() {
    if (!isThere) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(true);
        isThere = isThere(connection);
        if (!isThere && creates) {
          create(connection);
          isThere = isThere(connection);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      if (!isThere) {
        throw absent(
            "and may not be created here (the engine's databaseSchemaUpdate, or remedyflow.cluster.create-table, is false)");
      }
    }
  }

  private boolean isThere(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  private void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script());
    } catch (SQLException e) {
      if (!isThere(connection)) { // else another node was faster
        throw absent("and could not be created (%s)".formatted(e.getMessage()));
      }
    }
  }

  private IllegalStateException absent(String why) {
    return new IllegalStateException(
        "the table %s is absent %s. Have %s, which is in this plugin's jar, run on the engine's database"
            .formatted(name, why, SCRIPT.substring(1)));
  }

  private String script() {
    try (InputStream script = RateLimitTable.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException(SCRIPT + " is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace(NAME, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
