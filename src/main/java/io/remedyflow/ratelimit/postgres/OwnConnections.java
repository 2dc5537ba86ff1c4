package io.remedyflow.ratelimit.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections to the engine's database beside the engine's pool: the shared rate limit never
 * waits for a connection that an engine's thread holds, nor the other way round.
 *
 * <p>They are opened like those of the engine's pool: with its driver properties, such as those of
 * TLS, and with its current user and password, since these may be rotated. If a pool does not
 * reveal these, the pool itself is used.
 *
 * @param dataSource provides them
 * @param closing closes them
 */
record OwnConnections(DataSource dataSource, Runnable closing) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OwnConnections.class);

  private static final int CONNECTIONS = 2;
  private static final int OVERDUE_AFTER_MILLIS = 2_000;
  private static final int IDLE_AFTER_MILLIS = 10_000;
  private static final boolean HIKARI_IS_THERE = isThere("com.zaxxer.hikari.HikariDataSource");

  /** Own connections; empty if the engine's are to be used, or the pool is of an unknown kind. */
  static Optional<OwnConnections> to(EngineDatabase database) {
    if (!database.ownConnections()) {
      return Optional.empty();
    }
    DataSource engines = database.dataSource();
    Optional<OwnConnections> own =
        engines instanceof PooledDataSource pool
            ? Optional.of(besideMyBatis(pool))
            : HIKARI_IS_THERE ? Hikari.beside(engines) : Optional.empty();
    if (own.isEmpty()) {
      LOG.info(
          "Only the engine's DataSource ({}) knows how to connect to its database, so the shared rate limit borrows one"
              + " connection at a time from it, in its own thread.",
          engines.getClass().getName());
    }
    return own;
  }

  /** For the pool that an engine creates from its own JDBC URL. */
  private static OwnConnections besideMyBatis(PooledDataSource engines) {
    PooledDataSource pool = new PooledDataSource(new AsTheEngines(engines));
    pool.setPoolMaximumActiveConnections(CONNECTIONS);
    pool.setPoolMaximumIdleConnections(CONNECTIONS);
    pool.setPoolTimeToWait(100);
    pool.setPoolMaximumCheckoutTime(OVERDUE_AFTER_MILLIS);
    pool.setPoolPingEnabled(true);
    pool.setPoolPingQuery("select 1");
    pool.setPoolPingConnectionsNotUsedFor(IDLE_AFTER_MILLIS);
    return new OwnConnections(pool, pool::forceCloseAll);
  }

  private static final class AsTheEngines extends UnpooledDataSource {

    private final PooledDataSource engines;

    AsTheEngines(PooledDataSource engines) {
      super(engines.getDriver(), engines.getUrl(), new Properties());
      this.engines = engines;
      setAutoCommit(false);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection =
          DriverManager.getConnection(
              engines.getUrl(),
              properties(
                  engines.getUrl(),
                  new Properties(),
                  engines.getUsername(),
                  engines.getPassword()));
      connection.setAutoCommit(false);
      return connection;
    }
  }

  /**
   * Sets timeouts: a database that disappears without closing its connections blocks no thread for
   * long.
   */
  private static Properties properties(
      String url, Properties engines, @Nullable String user, @Nullable String password) {
    Properties properties = new Properties();
    properties.putAll(engines);
    if (url.startsWith("jdbc:postgresql:")) {
      properties.setProperty("connectTimeout", "2");
      properties.setProperty("loginTimeout", "3");
      properties.setProperty("socketTimeout", "2");
      properties.setProperty("ApplicationName", "remedyflow-rate-limit");
    }
    set(properties, "user", user);
    set(properties, "password", password);
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

  @Override
  public void close() {
    closing.run();
  }

  /** A separate class, since Hikari may be absent. */
  private static final class Hikari {

    private static final long BORROWED_WITHIN_MILLIS = 1_000;

    private Hikari() {}

    static Optional<OwnConnections> beside(DataSource dataSource) {
      try {
        if (dataSource.isWrapperFor(HikariDataSource.class)) {
          HikariDataSource engines = dataSource.unwrap(HikariDataSource.class);
          if (engines.getDataSource() != null || engines.getJdbcUrl() != null) {
            HikariDataSource pool = new HikariDataSource();
            configure(pool, engines);
            return Optional.of(new OwnConnections(pool, pool::close));
          }
        }
      } catch (SQLException e) {
        LOG.debug("The engine's DataSource does not say what it is.", e);
      }
      return Optional.empty();
    }

    private static void configure(HikariConfig pool, HikariDataSource engines) {
      pool.setPoolName("remedyflow-rate-limit");
      pool.setDataSource(new AsTheEnginesPool(engines));
      pool.setCatalog(engines.getCatalog());
      pool.setSchema(engines.getSchema());
      pool.setConnectionInitSql(engines.getConnectionInitSql());
      pool.setConnectionTestQuery(engines.getConnectionTestQuery());
      pool.setMaxLifetime(engines.getMaxLifetime());
      pool.setMaximumPoolSize(CONNECTIONS);
      pool.setMinimumIdle(0);
      pool.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
      pool.setKeepaliveTime(TimeUnit.SECONDS.toMillis(30));
      pool.setConnectionTimeout(BORROWED_WITHIN_MILLIS);
      pool.setValidationTimeout(BORROWED_WITHIN_MILLIS / 2);
      pool.setInitializationFailTimeout(-1); // an unavailable database is tried again
    }
  }

  /** Connects like a Hikari pool, with its configuration at that moment. */
  private static final class AsTheEnginesPool extends UnpooledDataSource {

    private final HikariDataSource engines;

    AsTheEnginesPool(HikariDataSource engines) {
      this.engines = engines;
    }

    /** Ignored: it would be set for all connections of this JVM. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public Connection getConnection() throws SQLException {
      String user = engines.getUsername();
      String password = engines.getPassword();
      DataSource inner = engines.getDataSource();
      if (inner != null) {
        return user == null ? inner.getConnection() : inner.getConnection(user, password);
      }
      String url = engines.getJdbcUrl();
      return DriverManager.getConnection(
          url, properties(url, engines.getDataSourceProperties(), user, password));
    }
  }
}
