package io.remedyflow.cluster;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections to the engine's database beside the engine's pool, so that the budget never waits
 * for a connection that an engine's thread holds, nor the other way round.
 */
final class OwnConnections {

  private static final Logger LOG = LoggerFactory.getLogger(OwnConnections.class);

  private static final int CONNECTIONS = 2;
  private static final int OVERDUE_AFTER_MILLIS = 2_000;
  private static final int IDLE_AFTER_MILLIS = 10_000;
  private static final boolean HIKARI_IS_THERE = isThere("com.zaxxer.hikari.HikariDataSource");

  private OwnConnections() {}

  /** A pool; empty where nobody knows how to connect. */
  static Optional<PooledDataSource> to(EngineDatabase database) {
    Optional<PooledDataSource> own =
        known(database.url(), database.user(), database.password(), null)
            .or(() -> HIKARI_IS_THERE ? Hikari.known(database.dataSource()) : Optional.empty());
    if (own.isEmpty()) {
      LOG.info(
          "How to connect to the engine's database is known to its DataSource only, so that the shared budget takes one"
              + " connection at a time from there, by a thread of its own.");
    }
    return own;
  }

  private static Optional<PooledDataSource> known(
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable String schema) {
    if (url == null || !url.startsWith("jdbc:postgresql:")) {
      return Optional.empty();
    }
    var unpooled =
        new UnpooledDataSource("org.postgresql.Driver", url, properties(user, password, schema));
    unpooled.setAutoCommit(false);
    PooledDataSource pool = new PooledDataSource(unpooled);
    pool.setPoolMaximumActiveConnections(CONNECTIONS);
    pool.setPoolMaximumIdleConnections(CONNECTIONS);
    pool.setPoolTimeToWait(100);
    pool.setPoolMaximumCheckoutTime(OVERDUE_AFTER_MILLIS);
    pool.setPoolPingEnabled(true);
    pool.setPoolPingQuery("select 1");
    pool.setPoolPingConnectionsNotUsedFor(IDLE_AFTER_MILLIS);
    return Optional.of(pool);
  }

  /** A database that vanished without a word holds nobody for long. */
  private static Properties properties(
      @Nullable String user, @Nullable String password, @Nullable String schema) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "3");
    properties.setProperty("socketTimeout", "2");
    properties.setProperty("ApplicationName", "remedyflow-budget");
    set(properties, "user", user);
    set(properties, "password", password);
    set(properties, "currentSchema", schema);
    return properties;
  }

  private static void set(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, OwnConnections.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** A class of its own, since Hikari may not be there. */
  private static final class Hikari {

    static Optional<PooledDataSource> known(DataSource dataSource) {
      try {
        if (dataSource.isWrapperFor(HikariDataSource.class)) {
          HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
          return OwnConnections.known(
              pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), pool.getSchema());
        }
      } catch (SQLException e) {
        LOG.debug("The engine's DataSource does not say what it is.", e);
      }
      return Optional.empty();
    }
  }
}
