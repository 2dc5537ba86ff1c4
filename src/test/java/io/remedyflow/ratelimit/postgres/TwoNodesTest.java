package io.remedyflow.ratelimit.postgres;

import static io.remedyflow.ratelimit.Waiting.acquire;
import static io.remedyflow.ratelimit.Waiting.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.ratelimit.Limiters;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SharedRateLimitAccess;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.testing.AnySecond;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.database.Postgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two nodes with four threads each that share one rate limit in PostgreSQL, and send all they may.
 */
class TwoNodesTest {

  private static final RateLimits LIMITS = RateLimits.of(50, null);

  private static final int LIMIT = 50;
  private static Postgres postgres;

  @BeforeAll
  static void start() {
    postgres = Postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  /**
   * A machine that has other work to do may hold a thread up for longer than the limit forgives.
   */
  @Test
  @Provokes(FaultRow.L6)
  void two_nodes_keep_to_the_limit_together_and_use_it() throws Exception {
    try (Node one = new Node("cli_both");
        Node other = new Node("cli_both")) {
      boolean shown = false;
      for (int round = 1; round <= 3 && !shown; round++) {
        List<Long> sent = send(Duration.ofSeconds(6), one, other);
        int most = mostInASecond(sent);
        double used = used(sent);
        System.out.printf(
            "Two nodes, one rate limit: %d calls, %.1f %% of the limit, at most %d in any second%n",
            sent.size(), 100 * used, most);
        assertThat(most).isLessThanOrEqualTo(LIMIT + 2);
        shown = used > 0.97 && most <= LIMIT;
      }

      assertThat(shown).isTrue();
      assertThat(one.sent).isGreaterThan((one.sent + other.sent) / 4);
      assertThat(other.sent).isGreaterThan((one.sent + other.sent) / 4);
    }
  }

  /** Its processes stand still, as a machine does whose disk or network does. */
  @Test
  @Provokes(FaultRow.L7)
  void a_silent_database_delays_no_call_and_is_used_again_once_it_answers() throws Exception {
    try (Node node = new Node("cli_silent");
        LogLines log = new LogLines(SharedRateLimitAccess.class)) {
      send(Duration.ofSeconds(1), node);
      List<Long> sent = postgres.standingStill(() -> send(Duration.ofSeconds(4), node));
      long before = System.nanoTime();
      while (!node.access.isAvailable()) {
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(8).toNanos());
        acquire(node.limiter, within(Duration.ofSeconds(9), Time.SYSTEM));
      }
      long back = System.nanoTime() - before;

      System.out.printf(
          "Silent database: longest gap %d ms, at most %d in any second; back after %d ms%n",
          longestGap(sent) / 1_000_000, mostInASecond(sent), back / 1_000_000);
      assertThat(longestGap(sent)).isLessThan(Duration.ofMillis(1_100).toNanos());
      assertThat(mostInASecond(sent)).isLessThanOrEqualTo(LIMIT);
      List<Long> later = sent.stream().filter(at -> at - sent.get(0) > 1_500_000_000L).toList();
      assertThat(mostInASecond(later)).as("or one more, seen late").isLessThan(LIMIT / 2 + 2);
      assertThat(log.at(Level.WARN)).hasSize(1);
      assertThat(log.at(Level.INFO)).hasSize(1);
    }
  }

  private static long longestGap(List<Long> sent) {
    long longest = 0;
    for (int n = 1; n < sent.size(); n++) {
      longest = Math.max(longest, sent.get(n) - sent.get(n - 1));
    }
    return longest;
  }

  private static List<Long> send(Duration span, Node... nodes) throws Exception {
    List<Long> sent = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(4 * nodes.length);
    try {
      long end = System.nanoTime() + span.toNanos();
      List<Future<?>> all = new ArrayList<>();
      for (Node node : nodes) {
        for (int n = 0; n < 4; n++) {
          all.add(
              threads.submit(
                  () -> {
                    while (System.nanoTime() < end) {
                      acquire(node.limiter, within(Duration.ofSeconds(9), Time.SYSTEM));
                      sent.add(System.nanoTime());
                      node.count();
                    }
                  }));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return sent.stream().sorted().toList();
  }

  private static double used(List<Long> sent) {
    double seconds = (sent.get(sent.size() - 1) - sent.get(0)) / 1e9;
    return (sent.size() - 1) / seconds / LIMIT;
  }

  private static int mostInASecond(List<Long> sent) {
    return AnySecond.most(sent, 1_000_000_000L);
  }

  private static final class Node implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final PostgresRateLimits sharedLimits =
        new PostgresRateLimits(
            new EngineDatabase(
                new PooledDataSource("org.postgresql.Driver", postgres.jdbcUrl(), "postgres", null),
                null,
                true),
            true);
    private final RateLimiter limiter;
    private final SharedRateLimitAccess access;
    private int sent;

    Node(String app) {
      limiter = Limiters.alone(LIMITS, Time.SYSTEM);
      access = Limiters.share(limiter, sharedLimits.of(app, LIMITS), thread, Time.SYSTEM);
      await()
          .until(
              () -> {
                acquire(limiter, within(Duration.ofSeconds(9), Time.SYSTEM));
                return access.isAvailable();
              });
    }

    synchronized void count() {
      sent++;
    }

    @Override
    public void close() {
      access.close();
      thread.shutdownNow();
      sharedLimits.close();
    }
  }
}
