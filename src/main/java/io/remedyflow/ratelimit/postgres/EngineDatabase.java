package io.remedyflow.ratelimit.postgres;

import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database of an engine, which its nodes have in common.
 *
 * @param dataSource as the engine uses it
 * @param tablePrefix what stands before the names of the engine's tables, such as {@code camunda.}
 * @param ownConnections whether connections beside the engine's may be opened; else the engine's
 *     are used
 */
public record EngineDatabase(DataSource dataSource, String tablePrefix, boolean ownConnections) {

  /** An absent prefix is empty. */
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
