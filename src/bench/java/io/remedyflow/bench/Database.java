package io.remedyflow.bench;

import io.remedyflow.testing.database.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.ActivityTypes;

/** A PostgreSQL of this machine that counts statements; each run has a database of its own. */
final class Database implements AutoCloseable {

  /** The user of the benchmark's own queries, which do not count. */
  private static final String WATCHER = "watcher";

  private final Postgres postgres;
  private int databases;

  private Database(Postgres postgres) {
    this.postgres = postgres;
  }

  static Database start() throws SQLException {
    Postgres postgres =
        Postgres.start(
            Map.of(
                "max_connections", "600",
                "shared_preload_libraries", "pg_stat_statements",
                "pg_stat_statements.track_utility", "off"));
    postgres.execute("create role " + WATCHER + " superuser login");
    postgres.execute("create extension pg_stat_statements");
    return new Database(postgres);
  }

  Schema fresh() throws SQLException {
    String name = "bench" + ++databases;
    postgres.execute("create database " + name);
    return new Schema(name);
  }

  private Connection connect(String name) throws SQLException {
    return postgres.connect(WATCHER, name);
  }

  @Override
  public void close() {
    postgres.close();
  }

  /** One run's database. */
  final class Schema implements AutoCloseable {

    private final String name;
    private final Connection connection;
    private final Connection statistics;

    private Schema(String name) throws SQLException {
      this.name = name;
      connection = connect(name);
      statistics = connect("postgres");
    }

    String jdbcUrl() {
      return postgres.jdbcUrl(name);
    }

    /** Instances of the measured process that ended. */
    int ended() throws SQLException {
      return (int)
          number(
              "select count(*) from act_hi_procinst where end_time_ is not null and proc_def_key_ = '"
                  + Contender.PROCESS
                  + "'");
    }

    /** Instances of any process that have begun and not ended, bystanders aside. */
    int open() throws SQLException {
      return (int)
          number(
              "select count(*) from act_ru_execution where parent_id_ is null and proc_def_id_ not like '"
                  + Bystanders.PROCESS
                  + ":%'");
    }

    /**
     * Sweeps out what was deleted. PostgreSQL does it on its own in the middle of a round, and not
     * equally often in every database.
     */
    void sweep() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze");
      }
    }

    int incidents() throws SQLException {
      return (int) number("select count(*) from act_ru_incident");
    }

    /** Rows that say in the history of jobs that one failed. */
    int failures() throws SQLException {
      return (int) number("select count(*) from act_hi_job_log where job_state_ = 1");
    }

    /** Ends that instances of the measured process reached, beyond one for each that ended. */
    int endedTwice() throws SQLException {
      return (int)
              number(
                  "select count(*) from act_hi_actinst where act_type_ = '"
                      + ActivityTypes.END_EVENT_NONE
                      + "' and end_time_ is not null and proc_def_key_ = '"
                      + Contender.PROCESS
                      + "'")
          - ended();
    }

    int rescheduled() throws SQLException {
      return (int) number("select count(*) from act_ru_job where duedate_ > now()");
    }

    /** Employees whose instance has not ended. */
    Set<String> running() throws SQLException {
      Set<String> users = new HashSet<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("select text_ from act_ru_variable where name_ = 'userId'")) {
        while (rows.next()) {
          users.add(rows.getString(1));
        }
      }
      return users;
    }

    /** When the last instance ended, in milliseconds since the epoch. */
    long lastEnd() throws SQLException {
      return number(
          "select coalesce(max(extract(epoch from end_time_::timestamptz) * 1000), 0)::bigint"
              + " from act_hi_procinst where proc_def_key_ = '"
              + Contender.PROCESS
              + "'");
    }

    /** When each rescheduled job's reservation is, by employee, in milliseconds since the epoch. */
    Map<String, Long> reservations() throws SQLException {
      Map<String, Long> reservations = new TreeMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select v.text_, (extract(epoch from j.duedate_::timestamptz) * 1000)::bigint"
                      + " from act_ru_job j join act_ru_variable v"
                      + " on v.proc_inst_id_ = j.process_instance_id_ and v.name_ = 'userId'"
                      + " where j.duedate_ is not null")) {
        while (rows.next()) {
          reservations.put(rows.getString(1), rows.getLong(2));
        }
      }
      return reservations;
    }

    /** Forgets what was counted. */
    void resetStatements() throws SQLException {
      try (Statement statement = statistics.createStatement()) {
        statement.execute("select pg_stat_statements_reset()");
      }
    }

    /** Statements that ran since, by kind. */
    Map<String, Long> statements() throws SQLException {
      Map<String, Long> kinds = new TreeMap<>();
      try (Statement statement = statistics.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select lower(substring(ltrim(query) from '^[A-Za-z]+')), sum(calls)"
                      + " from pg_stat_statements s join pg_database d on d.oid = s.dbid"
                      + " join pg_roles r on r.oid = s.userid where r.rolname = 'postgres' and d.datname = '"
                      + name
                      + "' group by 1")) {
        while (rows.next()) {
          kinds.put(rows.getString(1), rows.getLong(2));
        }
      }
      return kinds;
    }

    private long number(String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getLong(1);
      }
    }

    /** Drops it, once no client is connected any more. */
    @Override
    public void close() throws SQLException {
      connection.close();
      try (statistics;
          Statement statement = statistics.createStatement()) {
        statement.execute("drop database if exists " + name + " with (force)");
      }
    }
  }
}
