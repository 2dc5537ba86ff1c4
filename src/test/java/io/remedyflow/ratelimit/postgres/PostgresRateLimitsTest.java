package io.remedyflow.ratelimit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SharedRateLimit;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.testing.database.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

class PostgresRateLimitsTest {

  private static final String SCRIPTS = "/io/remedyflow/sql/postgresql/";
  private static final RateLimits LIMITS = RateLimits.of(50, null);
  private static Postgres postgres;
  private final List<PostgresRateLimits> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    postgres = Postgres.start();
    execute("create role clerk login");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @AfterEach
  void drop() throws Exception {
    opened.forEach(PostgresRateLimits::close);
    execute(script("drop-rate-limit.sql"));
  }

  @Test
  void reservations_of_all_nodes_follow_each_other_and_urgencies_do_not_wait_for_each_other() {
    SharedRateLimit one = limit("app");
    SharedRateLimit other = limit("app");

    assertThat(one.reserve(Urgency.NORMAL, 100)).isBetween(seconds(1.97), seconds(2.02));
    assertThat(other.reserve(Urgency.NORMAL, 100)).isBetween(seconds(3.9), seconds(4.07));
    assertThat(other.reserve(Urgency.HIGH, 1)).isLessThan(seconds(0.01));
    assertThat(other.acquire(1)).isLessThan(seconds(0.01));
    assertThat(one.acquire(3)).isBetween(seconds(0.03), seconds(0.07));
  }

  @Test
  void what_one_node_releases_another_one_reserves() {
    SharedRateLimit one = limit("app");
    SharedRateLimit other = limit("app");
    assertThat(one.reserve(Urgency.NORMAL, 600)).isGreaterThan(seconds(12));

    one.release(Urgency.NORMAL, 590);

    assertThat(other.reserve(Urgency.NORMAL, 1)).isLessThan(seconds(0.3));
    one.release(Urgency.NORMAL, 100_000);
    assertThat(one.reserve(Urgency.NORMAL, 50))
        .as("no debt is no credit")
        .isGreaterThan(seconds(0.9));
  }

  @Test
  void apps_and_limits_have_rate_limits_of_their_own() {
    limit("app").acquire(500);

    assertThat(limit("other").acquire(1)).isLessThan(seconds(0.01));
    assertThat(sharedLimits().of("app", RateLimits.of(10, null)).acquire(1))
        .isLessThan(seconds(0.01));
  }

  @Test
  void no_minute_holds_more_than_it_may() {
    SharedRateLimit limit = sharedLimits().of("app", RateLimits.of(50, 100));

    assertThat(limit.acquire(10)).as("saved up").isLessThan(seconds(1));
    assertThat(limit.acquire(90)).as("in the order of arrival").isBetween(seconds(59), seconds(60));
  }

  @Test
  void the_time_is_the_databases() throws Exception {
    DatabaseClock clock = new DatabaseClock(postgres.dataSource());
    clock.keepUp();

    long now = clock.nanos(System.nanoTime());
    Instant machines = Instant.now(); // the database is on this one

    assertThat(Duration.between(Instant.ofEpochSecond(0, now), machines).abs())
        .isLessThan(Duration.ofMillis(50));
  }

  @Test
  void nodes_that_start_together_create_one_table() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Duration>> nodes =
          Stream.generate(() -> limit("app"))
              .limit(8)
              .map(limit -> (Callable<Duration>) () -> limit.acquire(1))
              .toList();
      for (Future<Duration> node : threads.invokeAll(nodes)) {
        assertThat(node.get()).isLessThan(seconds(1));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_table_that_may_not_be_created_is_requested_in_the_log_and_used_once_it_exists()
      throws Exception {
    SharedRateLimit limit = open(known("clerk", null), true).of("app", LIMITS);

    assertThatThrownBy(() -> limit.acquire(1))
        .hasMessageContaining("remedyflow_rate_limit is absent")
        .hasMessageContaining("permission denied")
        .hasMessageContaining("io/remedyflow/sql/postgresql/create-rate-limit.sql");
    execute(script("create-rate-limit.sql"));
    execute("grant select, insert, update on remedyflow_rate_limit to clerk");

    assertThat(limit.acquire(1)).isLessThan(seconds(1));
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_table_that_is_not_to_be_created_is_requested_in_the_log() {
    SharedRateLimit limit = open(known("postgres", null), false).of("app", LIMITS);

    assertThatThrownBy(() -> limit.acquire(1))
        .hasMessageContaining("remedyflow.cluster.create-table, is false");
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_node_that_stands_still_in_a_transaction_blocks_no_other_in_the_database()
      throws Exception {
    SharedRateLimit limit = limit("app");
    limit.acquire(1);
    try (Connection frozen = postgres.dataSource().getConnection();
        Statement statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      statement.execute("select * from remedyflow_rate_limit for update");
      assertThatThrownBy(() -> limit.acquire(1)).isInstanceOf(RuntimeException.class);
      try (ResultSet waiting =
          statement.executeQuery("select count(*) from pg_locks where not granted")) {
        waiting.next();
        assertThat(waiting.getInt(1)).isZero();
      }
    }

    assertThat(limit.acquire(1)).isLessThan(seconds(1));
  }

  @Test
  void the_table_stands_beside_those_of_the_engine() throws Exception {
    execute("create schema camunda");

    open(known("postgres", "camunda."), true).of("app", LIMITS).acquire(1);

    assertThat(ids("camunda.remedyflow_rate_limit")).hasSize(1);
    execute("drop schema camunda cascade");
  }

  @Test
  void rows_say_whose_they_are_and_hold_no_secret() throws Exception {
    limit("app").reserve(Urgency.LOW, 1);

    assertThat(ids("remedyflow_rate_limit")).containsExactly("app 50/s reservations LOW");
  }

  @Test
  void a_pool_of_springs_is_left_alone() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url());
      pool.setMaximumPoolSize(1);
      DataSource engines = new TransactionAwareDataSourceProxy(pool);
      SharedRateLimit limit = open(new EngineDatabase(engines, null, true), true).of("app", LIMITS);
      try (Connection taken = pool.getConnection()) {
        assertThat(limit.acquire(1)).isLessThan(seconds(1));
        assertThat(taken.isClosed()).isFalse();
      }
    }
  }

  @Test
  void an_unknown_kind_of_data_source_is_used_itself() throws Exception {
    DataSource unknown = new SimpleDriverDataSource(new org.postgresql.Driver(), url());

    SharedRateLimit limit = open(new EngineDatabase(unknown, null, true), true).of("a", LIMITS);

    assertThat(limit.acquire(1)).isLessThan(seconds(1));
  }

  @Test
  void connections_of_its_own_have_the_driver_properties_of_the_engines_pool() throws Exception {
    try (HikariDataSource pool = hikari()) {
      pool.addDataSourceProperty("options", "-c remedyflow.mark=kept");
      try (OwnConnections own = own(pool);
          Connection connection = own.dataSource().getConnection()) {
        assertThat(query(connection, "show remedyflow.mark")).isEqualTo("kept");
        assertThat(query(connection, "show application_name")).isEqualTo("remedyflow-rate-limit");
      }
    }
  }

  @Test
  @Provokes(FaultRow.L13)
  void a_pool_that_demands_tls_gets_no_connection_without_it() {
    try (HikariDataSource pool = hikari()) {
      pool.addDataSourceProperty("sslmode", "require");
      SharedRateLimit limit = open(new EngineDatabase(pool, null, true), true).of("app", LIMITS);

      assertThatThrownBy(() -> limit.acquire(1)).hasStackTraceContaining("does not support SSL");
    }
  }

  @Test
  @Provokes(FaultRow.L13)
  void credentials_that_are_rotated_are_used_for_the_next_connection() throws Exception {
    execute("create role first_clerk login superuser");
    execute("create role second_clerk login superuser");
    try (HikariDataSource pool = hikari();
        OwnConnections beside = own(pool)) {
      PooledDataSource engines =
          new PooledDataSource("org.postgresql.Driver", bareUrl(), "first_clerk", null);
      pool.setUsername("first_clerk");
      try (OwnConnections besideMyBatis = own(engines)) {
        for (OwnConnections own : List.of(beside, besideMyBatis)) {
          try (Connection connection = own.dataSource().getConnection()) {
            assertThat(query(connection, "select current_user::text")).isEqualTo("first_clerk");
          }
        }
        pool.setUsername("second_clerk");
        engines.setUsername("second_clerk");
        execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename='first_clerk'");

        for (OwnConnections own : List.of(beside, besideMyBatis)) {
          try (Connection connection = connected(own)) {
            assertThat(query(connection, "select current_user::text")).isEqualTo("second_clerk");
          }
        }
      }
    } finally {
      execute("drop role first_clerk");
      execute("drop role second_clerk");
    }
  }

  /** A pool may first have to find out that the connections it kept were closed. */
  private static Connection connected(OwnConnections own) throws SQLException {
    Connection connection = own.dataSource().getConnection();
    try {
      query(connection, "select '1'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      return own.dataSource().getConnection();
    }
  }

  @Test
  void a_pool_over_a_data_source_that_knows_how_to_connect_lends_it() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(postgres.dataSource());
      pool.setMaximumPoolSize(1);
      SharedRateLimit limit = open(new EngineDatabase(pool, null, true), true).of("app", LIMITS);
      try (Connection taken = pool.getConnection()) {
        assertThat(limit.acquire(1)).isLessThan(seconds(1));
        assertThat(taken.isClosed()).isFalse();
      }
    }
  }

  @Test
  void connections_of_its_own_are_kept_alive_and_closed_when_unused() {
    try (HikariDataSource pool = hikari();
        OwnConnections own = own(pool)) {
      assertThat(own.dataSource())
          .isInstanceOfSatisfying(
              HikariDataSource.class,
              ours -> {
                assertThat(ours.getKeepaliveTime()).isPositive();
                assertThat(ours.getMinimumIdle()).isZero();
                assertThat(ours.getMaximumPoolSize()).isEqualTo(2);
                assertThat(ours.getMaxLifetime()).isEqualTo(pool.getMaxLifetime());
              });
    }
  }

  @Test
  @Provokes(FaultRow.L13)
  void the_engines_data_source_is_used_itself_where_that_is_configured() throws Exception {
    try (HikariDataSource pool = hikari()) {
      SharedRateLimit limit = open(new EngineDatabase(pool, null, false), true).of("app", LIMITS);

      assertThat(limit.acquire(1)).isLessThan(seconds(1));

      try (Connection connection = postgres.dataSource().getConnection()) {
        String own =
            "select count(*) from pg_stat_activity where application_name = 'remedyflow-rate-limit'";
        assertThat(query(connection, own)).isEqualTo("0");
      }
    }
  }

  private static OwnConnections own(DataSource engines) {
    return OwnConnections.to(new EngineDatabase(engines, null, true)).orElseThrow();
  }

  private static HikariDataSource hikari() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(bareUrl());
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(1);
    return pool;
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private SharedRateLimit limit(String app) {
    return sharedLimits().of(app, LIMITS);
  }

  private PostgresRateLimits sharedLimits() {
    return open(known("postgres", null), true);
  }

  private synchronized PostgresRateLimits open(EngineDatabase database, boolean createsTable) {
    PostgresRateLimits sharedLimits = new PostgresRateLimits(database, createsTable);
    opened.add(sharedLimits);
    return sharedLimits;
  }

  private static EngineDatabase known(String user, String prefix) {
    PooledDataSource engines = new PooledDataSource("org.postgresql.Driver", bareUrl(), user, null);
    return new EngineDatabase(engines, prefix, true);
  }

  private static String bareUrl() {
    return "jdbc:postgresql://localhost:" + postgres.port() + "/postgres";
  }

  private static String url() {
    return postgres.jdbcUrl();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static String script(String name) throws IOException {
    try (InputStream script = PostgresRateLimits.class.getResourceAsStream(SCRIPTS + name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void execute(String sql) throws SQLException {
    postgres.execute(sql);
  }

  private static List<String> ids(String table) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from " + table)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
