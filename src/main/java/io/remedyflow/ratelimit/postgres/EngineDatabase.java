package io.remedyflow.ratelimit.postgres;

import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database of an engine, which its nodes have in common.
 *
 * @param dataSource as the engine uses it
 * @param tablePrefix the prefix of the engine's tables, such as {@code camunda.}
 * @param ownConnections whether separate connections may be opened; else the engine's are used
 */
public record EngineDatabase(DataSource dataSource, String tablePrefix, boolean ownConnections) {

  /** Replaces an absent prefix with an empty one. */
  public EngineDatabase(
      DataSource dataSource, @Nullable String tablePrefix, boolean ownConnections) {
    this.dataSource = dataSource;
    this.tablePrefix = Objects.requireNonNullElse(tablePrefix, "");
    this.ownConnections = ownConnections;
  }

  /** Without the DataSource, whose text may hold a password. */
  @Override
  public String toString() {
    return "EngineDatabase[" + dataSource.getClass().getName() + "]";
  }
}
