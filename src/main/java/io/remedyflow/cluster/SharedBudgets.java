package io.remedyflow.cluster;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.SharedBudget;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that the nodes on one PostgreSQL share. Nothing is asked of the database before the
 * first use of one.
 */
public final class SharedBudgets implements AutoCloseable {

  private final DataSource database;
  private final @Nullable OwnConnections own;
  private final BudgetTable table;
  private final DatabaseClock clock;

  /**
   * Budgets in this database.
   *
   * @param createsTable whether their table may be created here, where it is absent
   */
  public SharedBudgets(EngineDatabase engine, boolean createsTable) {
    own = OwnConnections.to(engine).orElse(null);
    database = own == null ? engine.dataSource() : own.dataSource();
    table = new BudgetTable(database, engine.tablePrefix(), createsTable);
    clock = new DatabaseClock(database);
  }

  /** The budget of the app that this connection calls as. */
  public SharedBudget of(ConnectionSettings settings) {
    return new PostgresBudget(database, table, clock, settings);
  }

  /** Closes the connections that were opened here. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
