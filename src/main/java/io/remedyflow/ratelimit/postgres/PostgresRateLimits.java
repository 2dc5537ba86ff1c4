package io.remedyflow.ratelimit.postgres;

import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SharedRateLimit;
import io.remedyflow.ratelimit.SharedRateLimits;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits that the nodes on one PostgreSQL share. The database is not used before the first
 * use of a rate limit.
 */
public final class PostgresRateLimits implements SharedRateLimits, AutoCloseable {

  private final DataSource database;
  private final @Nullable OwnConnections own;
  private final RateLimitTable table;
  private final DatabaseClock clock;

  /**
   * Rate limits in this database.
   *
   * @param createsTable whether their table may be created here, if it is absent
   */
  public PostgresRateLimits(EngineDatabase engine, boolean createsTable) {
    own = OwnConnections.to(engine).orElse(null);
    database = own == null ? engine.dataSource() : own.dataSource();
    table = new RateLimitTable(database, engine.tablePrefix(), createsTable);
    clock = new DatabaseClock(database);
  }

  @Override
  public SharedRateLimit of(String name, RateLimits limits) {
    return new PostgresRateLimit(database, table, clock, name, limits);
  }

  /** Closes the connections that were opened here. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
