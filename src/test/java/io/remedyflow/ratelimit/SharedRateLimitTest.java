package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Waiting.acquire;
import static io.remedyflow.ratelimit.Waiting.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.BackgroundThread;
import io.remedyflow.ratelimit.RateLimiter.Patience;
import io.remedyflow.testing.FailingExecutor;
import io.remedyflow.testing.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes with a shared rate limit in memory, which answers at once unless a test slows it down. */
class SharedRateLimitTest {

  private static final Executor AT_ONCE = Runnable::run;

  private final SettableTime time = new SettableTime();
  private final FakeSharedRateLimit shared = new FakeSharedRateLimit(50, time);

  @Test
  void two_nodes_together_send_what_one_may() {
    RateLimiter one = node(AT_ONCE);
    RateLimiter other = node(AT_ONCE);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      acquire(n % 3 == 0 ? one : other, call());
      sent.add(time.nanos());
    }

    for (int first = 0; first + 50 < sent.size(); first++) {
      assertThat(sent.get(first + 50) - sent.get(first)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
    assertThat(sent.get(399) - sent.get(0)).isLessThan(399 * 1_000_000_000L / 49);
  }

  @ParameterizedTest
  @CsvSource({"50,2,25,1", "50,3,16,1", "1,3,1,3"})
  @Provokes(FaultRow.L6)
  void nodes_without_a_shared_rate_limit_keep_to_their_parts(
      int perSecond, int nodes, int calls, int seconds) {
    RateLimiter node = Limiters.onOneOf(nodes, RateLimits.of(perSecond, null), time);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 5 * calls; n++) {
      acquire(node, within(Duration.ofMinutes(1), time));
      sent.add(time.nanos());
    }

    for (int first = 0; first + calls < sent.size(); first++) {
      assertThat(sent.get(first + calls) - sent.get(first))
          .isBetween(seconds * 1_000_000_000L, seconds * 1_050_000_000L);
    }
  }

  @Test
  void reservations_of_two_nodes_follow_each_other_however_many_are_made_at_once() {
    RateLimiter one = node(AT_ONCE);
    RateLimiter other = node(AT_ONCE);
    List<Long> reservations =
        Stream.iterate(0, n -> n + 1)
            .limit(1_000)
            .map(n -> (n % 2 == 0 ? one : other).reservations().reserve(Urgency.NORMAL).atNanos())
            .sorted()
            .toList();

    long span = reservations.get(999) - reservations.get(0);
    assertThat(Duration.ofNanos(span))
        .as("1,000 reservations at 49.25 a second")
        .isBetween(Duration.ofMillis(19_500), Duration.ofMillis(20_800));
    assertThat(reservations.stream().distinct().count()).isGreaterThan(970);
  }

  @Test
  void reservations_that_a_node_will_not_use_are_released_to_all() {
    RateLimiter node = node(AT_ONCE);
    List<Reservation> reserved =
        Stream.generate(() -> node.reservations().reserve(Urgency.NORMAL)).limit(600).toList();

    reserved.forEach(node.reservations()::release);

    assertThat(shared.released().stream().mapToInt(Integer::intValue).sum())
        .as("all but those of the next half second, which this node keeps for its own")
        .isBetween(570, 600);
    assertThat(node.reservations().backlog()).isZero();
  }

  @Test
  void reservations_are_fetched_in_blocks_of_half_a_second_at_the_most() {
    RateLimiter node = node(AT_ONCE);
    reserve(node, 500);

    assertThat(shared.reserved()).allMatch(size -> size <= 25);
    assertThat(shared.reserved().size()).isLessThan(100);
  }

  @Test
  void a_node_with_few_jobs_fetches_nothing_ahead() {
    RateLimiter node = node(AT_ONCE);
    for (int n = 0; n < 20; n++) {
      reserve(node, 1);
      time.pass(Duration.ofMillis(100));
    }

    assertThat(shared.reserved()).hasSize(20).allMatch(size -> size == 1);
  }

  @Test
  void a_reservation_is_an_estimate_while_no_block_has_come() {
    List<Runnable> later = new ArrayList<>();
    RateLimiter node = node(later::add);
    later.get(0).run();

    List<Reservation> reserved = reserve(node, 10);

    assertThat(reserved.get(9).delay()).isBetween(Duration.ofMillis(181), Duration.ofMillis(183));
    assertThat(shared.reserved()).isEmpty();
    later.get(1).run();
    assertThat(shared.reserved()).as("the node reserves what it handed out").allMatch(n -> n >= 10);
    assertThat(node.reservations().reserve(Urgency.NORMAL).atNanos() - reserved.get(9).atNanos())
        .isBetween(20_000_000L, 22_000_000L);
  }

  @Test
  void reservations_whose_time_has_passed_are_lost() {
    RateLimiter node = node(AT_ONCE);
    reserve(node, 100);
    time.pass(Duration.ofSeconds(60));

    assertThat(reserve(node, 1).get(0).delay()).isZero();
  }

  @Test
  void a_block_far_ahead_stays_usable() {
    RateLimiter node = node(AT_ONCE);
    reserve(node, 1_000);
    int before = shared.reserved().size();
    time.pass(Duration.ofSeconds(15));

    assertThat(reserve(node, 1).get(0).delay()).isGreaterThan(Duration.ofSeconds(5));
    assertThat(shared.reserved().size()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void a_job_that_would_wait_for_other_nodes_is_rescheduled_before_it_holds_a_thread() {
    RateLimiter node = node(AT_ONCE);
    shared.acquire(100);
    Patience first = within(Duration.ofSeconds(1), time);
    assertThatThrownBy(() -> node.acquire(first)).isInstanceOf(NoPermitException.class);

    Reservation reservation = node.laterReservation(Urgency.NORMAL).orElseThrow();

    assertThat(reservation.delay()).isGreaterThan(Duration.ofMillis(1_900));
    assertThat(time.sleeps()).isEmpty();
    time.pass(Duration.ofMillis(2_015));
    assertThat(node.laterReservation(Urgency.NORMAL)).isEmpty();
    int before = shared.acquired().size();
    acquire(node, call());
    assertThat(shared.acquired()).as("the permit was reserved before").hasSize(before);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_shared_rate_limit_that_fails_leaves_each_node_its_part() {
    RateLimiter node = node(AT_ONCE);
    shared.fails();
    acquire(node, call());
    long begun = time.nanos();
    List<Long> sent = new ArrayList<>();
    while (time.nanos() - begun < Duration.ofSeconds(10).toNanos()) {
      acquire(node, call());
      sent.add(time.nanos());
    }

    for (int first = 0; first + 25 < sent.size(); first++) {
      assertThat(sent.get(first + 25) - sent.get(first)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
    assertThat(sent).hasSizeGreaterThan(240);
    assertThat(shared.acquired().size()).as("probes are few").isLessThan(12);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_node_that_loses_the_shared_rate_limit_counts_what_it_has_just_sent() {
    RateLimiter node = node(AT_ONCE);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 25; n++) {
      acquire(node, call());
      sent.add(time.nanos());
    }
    assertThat(sent.get(24) - sent.get(0)).isLessThan(600_000_000L);

    shared.fails();
    acquire(node, call());

    assertThat(time.nanos() - sent.get(0)).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_shared_rate_limit_that_is_back_is_used_again_and_both_is_logged_once() {
    try (LogLines log = new LogLines(SharedRateLimitAccess.class)) {
      RateLimiter node = node(AT_ONCE);
      shared.fails();
      send(node, 200);
      shared.recovers();
      time.pass(Duration.ofSeconds(5));
      int before = shared.acquired().size();
      send(node, 200);

      assertThat(shared.acquired().size() - before).isGreaterThan(195);
      assertThat(log.at(Level.WARN)).singleElement().asString().contains("the database is gone");
      assertThat(log.at(Level.INFO)).hasSize(2);
    }
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_node_that_starts_instances_and_runs_no_job_finds_back_as_well() {
    RateLimiter node = node(AT_ONCE);
    shared.fails();
    reserve(node, 2);
    shared.recovers();
    time.pass(Duration.ofSeconds(5));
    reserve(node, 1);
    int before = shared.reserved().size();

    reserve(node, 1);

    assertThat(shared.reserved()).hasSize(before + 1);
  }

  @Test
  @Provokes(FaultRow.L7)
  void an_outage_is_probed_after_growing_intervals() {
    RateLimiter node = node(AT_ONCE);
    shared.fails();
    send(node, 1);
    List<Long> probes = new ArrayList<>(List.of(time.nanos()));
    for (int n = 0; n < 20_000; n++) {
      int before = shared.acquired().size();
      reserve(node, 1);
      if (shared.acquired().size() > before) {
        probes.add(time.nanos());
      }
      time.pass(Duration.ofMillis(1));
    }

    assertThat(intervals(probes)).startsWith(501L, 1_001L, 2_001L, 4_001L, 5_001L);
  }

  @Test
  @Provokes(FaultRow.L7)
  void the_cooldowns_begin_anew_after_an_answer() {
    RateLimiter node = node(AT_ONCE);
    shared.fails();
    send(node, 1);
    shared.recovers();
    time.pass(Duration.ofSeconds(5));
    reserve(node, 1);
    shared.fails();
    send(node, 1);
    int before = shared.acquired().size();

    time.pass(Duration.ofMillis(501));
    reserve(node, 1);

    assertThat(shared.acquired()).hasSize(before + 1);
  }

  private static List<Long> intervals(List<Long> moments) {
    return IntStream.range(1, moments.size())
        .mapToObj(n -> (moments.get(n) - moments.get(n - 1)) / 1_000_000)
        .toList();
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_shared_rate_limit_that_answers_slowly_counts_as_unavailable() {
    RateLimiter node = node(AT_ONCE);
    shared.takes(Duration.ofMillis(300));
    acquire(node, call());
    int before = shared.acquired().size();

    send(node, 10);

    assertThat(shared.acquired()).as("it is used once more").hasSize(before + 1);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_shared_rate_limit_that_was_late_once_is_used_again_at_once() {
    RateLimiter node = node(AT_ONCE);
    shared.takes(Duration.ofMillis(300));
    acquire(node, call());
    shared.recovers();
    int before = shared.acquired().size();

    send(node, 10);

    assertThat(shared.acquired()).as("one probe, and each call").hasSize(before + 11);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_call_that_could_not_wait_is_counted_later() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RateLimiter node = node(later::add);
    later.take().run();
    int before = shared.acquired().size();
    acquire(node, call());

    later.take().run();

    assertThat(shared.acquired()).hasSize(before + 1);
    Thread next = new Thread(() -> acquire(node, call()));
    next.start();
    Runnable request = later.poll(5, TimeUnit.SECONDS);
    assertThat(request).as("one place serves one call").isNotNull();
    request.run();
    next.join();
    assertThat(shared.acquired()).hasSize(before + 2);
  }

  @Test
  void an_interrupted_caller_leaves_its_place_to_the_next() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RateLimiter node = node(later::add);
    later.take().run();
    Thread interrupted = new Thread(() -> acquire(node, call()));
    interrupted.setUncaughtExceptionHandler((thread, e) -> {});
    interrupted.start();
    Runnable request = later.take();
    shared.meanwhile(() -> interrupt(interrupted));
    request.run();
    int before = shared.acquired().size();

    acquire(node, call());

    assertThat(shared.acquired()).hasSize(before);
    assertThat(later).isEmpty();
  }

  @Test
  @Provokes(FaultRow.L7)
  void no_call_waits_long_for_a_shared_rate_limit_that_does_not_answer()
      throws InterruptedException {
    CountDownLatch silence = new CountDownLatch(1);
    try (BackgroundThread thread = new BackgroundThread("test")) {
      RateLimiter node = node(thread);
      thread.execute(() -> waitFor(silence));
      long begun = System.nanoTime();
      for (int n = 0; n < 5; n++) {
        acquire(node, call());
        reserve(node, 1);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(600));
      silence.countDown();
    }
  }

  @Test
  void all_waiting_calls_share_one_request() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RateLimiter node = node(later::add);
    later.take().run();
    int before = shared.acquired().size();
    List<Thread> callers =
        Stream.generate(() -> new Thread(() -> acquire(node, call()))).limit(4).toList();
    callers.forEach(Thread::start);
    callers.forEach(SharedRateLimitTest::awaitWaiting);

    for (Runnable work = later.take();
        work != null;
        work = later.poll(300, TimeUnit.MILLISECONDS)) { // those who were late try again
      work.run();
    }

    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(shared.acquired().subList(before, shared.acquired().size())).startsWith(4);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void interrupt(Thread thread) {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, RejectedExecutionException.class})
  @Provokes(FaultRow.E31)
  void a_thread_that_could_not_be_started_once_is_started_later(Class<? extends Throwable> thrown) {
    FailingExecutor executor = new FailingExecutor(AT_ONCE);
    RateLimiter node = node(executor);

    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> acquire(node, call()))).isInstanceOf(thrown);
    int before = shared.acquired().size();
    send(node, 5);
    assertThat(shared.acquired()).as("calls").hasSize(before + 5);

    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> reserve(node, 1))).isInstanceOf(thrown);
    int reserved = shared.reserved().size();
    reserve(node, 5);
    assertThat(shared.reserved()).as("reservations").hasSizeGreaterThan(reserved);

    shared.fails();
    acquire(node, call());
    shared.recovers();
    time.pass(Duration.ofSeconds(5));
    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> acquire(node, call()))).isInstanceOf(thrown);
    time.pass(Duration.ofSeconds(5));
    int probed = shared.acquired().size();
    send(node, 5);
    assertThat(shared.acquired()).as("a probe, and calls").hasSizeGreaterThanOrEqualTo(probed + 5);
  }

  @Test
  @Provokes(FaultRow.E31)
  void an_error_of_the_shared_rate_limit_is_an_outage_and_no_more() {
    RateLimiter node = node(AT_ONCE);
    shared.meanwhile(SharedRateLimitTest::runOutOfMemory);
    assertThatThrownBy(() -> acquire(node, call())).isInstanceOf(OutOfMemoryError.class);
    shared.meanwhile(() -> {});
    time.pass(Duration.ofSeconds(5));
    acquire(node, call());
    int before = shared.acquired().size();

    send(node, 5);
    reserve(node, 5);

    assertThat(shared.acquired()).hasSize(before + 5);
    assertThat(shared.reserved()).isNotEmpty();
  }

  private static void runOutOfMemory() {
    throw new OutOfMemoryError("no heap");
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(RateLimiter node, int calls) {
    for (int n = 0; n < calls; n++) {
      acquire(node, call());
    }
  }

  private static List<Reservation> reserve(RateLimiter node, int count) {
    return Stream.generate(() -> node.reservations().reserve(Urgency.NORMAL)).limit(count).toList();
  }

  private RateLimiter node(Executor background) {
    RateLimiter node = Limiters.alone(RateLimits.of(50, null), time);
    Limiters.share(node, shared, background, time);
    return node;
  }

  private Patience call() {
    return within(Duration.ofSeconds(9), time);
  }
}
