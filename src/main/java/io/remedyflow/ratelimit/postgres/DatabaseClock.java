package io.remedyflow.ratelimit.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The clock of the database, which all nodes have in common. The nodes' own clocks may differ, and
 * a bucket that gets different times gives the same moment twice, or none for a long time.
 *
 * <p>It is read from time to time; in between, the node's monotonic clock is used.
 */
final class DatabaseClock {

  private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(10);

  /** A reading that takes less is exact enough: its error is at most half of this. */
  private static final Duration QUICK = Duration.ofMillis(10);

  private final DataSource database;
  private volatile long offset;
  private boolean known;
  private long readAt;

  DatabaseClock(DataSource database) {
    this.database = database;
  }

  /** The time of the database at that moment of the node's monotonic clock. */
  long nanos(long moment) {
    return moment + offset;
  }

  /**
   * Reads the clock, if it was not read recently.
   *
   * @throws IllegalStateException if the database does not answer
   */
  synchronized void keepUp() {
    if (!known || System.nanoTime() - readAt > READ_AGAIN_AFTER.toNanos()) {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(true);
        read(statement);
      } catch (SQLException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  private void read(Statement statement) throws SQLException {
    long before = System.nanoTime();
    try (ResultSet clock =
        statement.executeQuery(
            "select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
      clock.next();
      long micros = clock.getLong(1);
      long took = System.nanoTime() - before;
      readAt = before + took;
      if (!known || took < QUICK.toNanos()) {
        offset = micros * 1_000 - (before + took / 2);
        known = took < QUICK.toNanos();
      }
    }
  }
}
