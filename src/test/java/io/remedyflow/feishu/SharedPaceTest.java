package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share a budget, over one that lives in memory, and answers at once unless told. */
class SharedPaceTest {

  private static final Executor AT_ONCE = Runnable::run;

  private final SettableTime time = new SettableTime();
  private final FakeBudget budget = new FakeBudget(50, time);

  @Test
  void two_nodes_together_send_what_one_may() {
    RequestPacer one = node(AT_ONCE);
    RequestPacer other = node(AT_ONCE);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      (n % 3 == 0 ? one : other).awaitTurn(call());
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
  void nodes_that_share_no_budget_keep_to_their_parts(
      int perSecond, int nodes, int calls, int seconds) {
    RequestPacer node = new RequestPacer(settings(perSecond), nodes, time);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 5 * calls; n++) {
      node.awaitTurn(new Call(Duration.ofMinutes(1), time));
      sent.add(time.nanos());
    }

    for (int first = 0; first + calls < sent.size(); first++) {
      assertThat(sent.get(first + calls) - sent.get(first))
          .isBetween(seconds * 1_000_000_000L, seconds * 1_050_000_000L);
    }
  }

  @Test
  void turns_of_two_nodes_come_behind_each_other_however_many_are_born_at_once() {
    RequestPacer one = node(AT_ONCE);
    RequestPacer other = node(AT_ONCE);
    List<Long> turns =
        Stream.iterate(0, n -> n + 1)
            .limit(1_000)
            .map(n -> (n % 2 == 0 ? one : other).turns().reserve(Urgency.NORMAL).atNanos())
            .sorted()
            .toList();

    long span = turns.get(999) - turns.get(0);
    assertThat(Duration.ofNanos(span))
        .as("1,000 turns at 49.25 a second")
        .isBetween(Duration.ofMillis(19_500), Duration.ofMillis(20_800));
    assertThat(turns.stream().distinct().count()).isGreaterThan(970);
  }

  @Test
  void turns_that_a_node_will_not_use_are_released_to_all() {
    RequestPacer node = node(AT_ONCE);
    List<Turn> reserved =
        Stream.generate(() -> node.turns().reserve(Urgency.NORMAL)).limit(600).toList();

    reserved.forEach(node.turns()::giveBack);

    assertThat(budget.released().stream().mapToInt(Integer::intValue).sum())
        .as("all but those of the next half second, which this node keeps for its own")
        .isBetween(570, 600);
    assertThat(node.turns().backlog()).isZero();
  }

  @Test
  void turns_are_fetched_in_blocks_of_half_a_second_at_the_most() {
    RequestPacer node = node(AT_ONCE);
    reserve(node, 500);

    assertThat(budget.reserved()).allMatch(turns -> turns <= 25);
    assertThat(budget.reserved().size()).isLessThan(100);
  }

  @Test
  void who_comes_seldom_fetches_nothing_ahead() {
    RequestPacer node = node(AT_ONCE);
    for (int n = 0; n < 20; n++) {
      reserve(node, 1);
      time.pass(Duration.ofMillis(100));
    }

    assertThat(budget.reserved()).hasSize(20).allMatch(turns -> turns == 1);
  }

  @Test
  void a_turn_is_an_estimate_while_no_block_has_come() {
    List<Runnable> later = new ArrayList<>();
    RequestPacer node = node(later::add);
    later.get(0).run();

    List<Turn> turns = reserve(node, 10);

    assertThat(turns.get(9).delay()).isBetween(Duration.ofMillis(181), Duration.ofMillis(183));
    assertThat(budget.reserved()).isEmpty();
    later.get(1).run();
    assertThat(budget.reserved()).as("what was handed out is owed").allMatch(n -> n >= 10);
    assertThat(node.turns().reserve(Urgency.NORMAL).atNanos() - turns.get(9).atNanos())
        .isBetween(20_000_000L, 22_000_000L);
  }

  @Test
  void turns_whose_time_has_passed_are_nobodys() {
    RequestPacer node = node(AT_ONCE);
    reserve(node, 100);
    time.pass(Duration.ofSeconds(60));

    assertThat(reserve(node, 1).get(0).delay()).isZero();
  }

  @Test
  void a_block_far_ahead_stays_usable() {
    RequestPacer node = node(AT_ONCE);
    reserve(node, 1_000);
    int asked = budget.reserved().size();
    time.pass(Duration.ofSeconds(15));

    assertThat(reserve(node, 1).get(0).delay()).isGreaterThan(Duration.ofSeconds(5));
    assertThat(budget.reserved().size()).isLessThanOrEqualTo(asked + 1);
  }

  @Test
  void who_would_wait_for_the_other_nodes_calls_is_postponed_before_it_holds_a_thread() {
    RequestPacer node = node(AT_ONCE);
    budget.claim(100);
    Call first = new Call(Duration.ofSeconds(1), time);
    assertThatThrownBy(() -> node.awaitTurn(first)).isInstanceOf(FeishuException.class);

    Turn turn = node.postpone(Urgency.NORMAL).orElseThrow();

    assertThat(turn.delay()).isGreaterThan(Duration.ofMillis(1_900));
    assertThat(time.sleeps()).isEmpty();
    time.pass(Duration.ofMillis(2_015));
    assertThat(node.postpone(Urgency.NORMAL)).isEmpty();
    int asked = budget.claimed().size();
    node.awaitTurn(call());
    assertThat(budget.claimed()).as("it was taken already").hasSize(asked);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_budget_that_fails_leaves_each_node_its_share() {
    RequestPacer node = node(AT_ONCE);
    budget.breaks();
    node.awaitTurn(call());
    long begun = time.nanos();
    List<Long> sent = new ArrayList<>();
    while (time.nanos() - begun < Duration.ofSeconds(10).toNanos()) {
      node.awaitTurn(call());
      sent.add(time.nanos());
    }

    for (int first = 0; first + 25 < sent.size(); first++) {
      assertThat(sent.get(first + 25) - sent.get(first)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
    assertThat(sent).hasSizeGreaterThan(240);
    assertThat(budget.claimed().size()).as("probes are few").isLessThan(12);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_node_that_loses_the_budget_counts_what_it_has_just_sent() {
    RequestPacer node = node(AT_ONCE);
    List<Long> sent = new ArrayList<>();
    for (int n = 0; n < 25; n++) {
      node.awaitTurn(call());
      sent.add(time.nanos());
    }
    assertThat(sent.get(24) - sent.get(0)).isLessThan(600_000_000L);

    budget.breaks();
    node.awaitTurn(call());

    assertThat(time.nanos() - sent.get(0)).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_budget_that_is_back_is_used_again_and_both_is_said_once() {
    try (LogLines log = new LogLines(SharedReach.class)) {
      RequestPacer node = node(AT_ONCE);
      budget.breaks();
      send(node, 200);
      budget.isWellAgain();
      time.pass(Duration.ofSeconds(5));
      int before = budget.claimed().size();
      send(node, 200);

      assertThat(budget.claimed().size() - before).isGreaterThan(195);
      assertThat(log.at(Level.WARN)).singleElement().asString().contains("the database is gone");
      assertThat(log.at(Level.INFO)).hasSize(2);
    }
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_node_that_starts_instances_and_runs_no_job_finds_back_as_well() {
    RequestPacer node = node(AT_ONCE);
    budget.breaks();
    reserve(node, 2);
    budget.isWellAgain();
    time.pass(Duration.ofSeconds(5));
    reserve(node, 1);
    int asked = budget.reserved().size();

    reserve(node, 1);

    assertThat(budget.reserved()).hasSize(asked + 1);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_budget_that_answers_slowly_is_as_good_as_gone() {
    RequestPacer node = node(AT_ONCE);
    budget.takes(Duration.ofMillis(300));
    node.awaitTurn(call());
    int asked = budget.claimed().size();

    send(node, 10);

    assertThat(budget.claimed()).as("it is asked once more").hasSize(asked + 1);
  }

  @Test
  @Provokes(FaultRow.L7)
  void a_budget_that_was_late_once_is_asked_again_at_once() {
    RequestPacer node = node(AT_ONCE);
    budget.takes(Duration.ofMillis(300));
    node.awaitTurn(call());
    budget.isWellAgain();
    int asked = budget.claimed().size();

    send(node, 10);

    assertThat(budget.claimed()).as("a look, and each of them").hasSize(asked + 11);
  }

  @Test
  @Provokes(FaultRow.L7)
  void the_budget_hears_of_a_call_that_could_not_wait_for_it() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RequestPacer node = node(later::add);
    later.take().run();
    int asked = budget.claimed().size();
    node.awaitTurn(call());

    later.take().run();

    assertThat(budget.claimed()).hasSize(asked + 1);
    Thread next = new Thread(() -> node.awaitTurn(call()));
    next.start();
    Runnable question = later.poll(5, TimeUnit.SECONDS);
    assertThat(question).as("one place is not for two").isNotNull();
    question.run();
    next.join();
    assertThat(budget.claimed()).hasSize(asked + 2);
  }

  @Test
  void who_is_interrupted_leaves_its_place_to_the_next() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RequestPacer node = node(later::add);
    later.take().run();
    Thread interrupted = new Thread(() -> node.awaitTurn(call()));
    interrupted.setUncaughtExceptionHandler((thread, e) -> {});
    interrupted.start();
    Runnable question = later.take();
    budget.meanwhile(() -> interrupt(interrupted));
    question.run();
    int asked = budget.claimed().size();

    node.awaitTurn(call());

    assertThat(budget.claimed()).hasSize(asked);
    assertThat(later).isEmpty();
  }

  @Test
  @Provokes(FaultRow.L7)
  void nobody_waits_long_for_a_budget_that_says_nothing() throws InterruptedException {
    CountDownLatch silence = new CountDownLatch(1);
    try (BackgroundThread thread = new BackgroundThread("test")) {
      RequestPacer node = node(thread);
      thread.execute(() -> waitFor(silence));
      long begun = System.nanoTime();
      for (int n = 0; n < 5; n++) {
        node.awaitTurn(call());
        reserve(node, 1);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(600));
      silence.countDown();
    }
  }

  @Test
  void all_who_wait_are_asked_for_at_once() throws InterruptedException {
    BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
    RequestPacer node = node(later::add);
    later.take().run();
    int asked = budget.claimed().size();
    List<Thread> callers =
        Stream.generate(() -> new Thread(() -> node.awaitTurn(call()))).limit(4).toList();
    callers.forEach(Thread::start);
    callers.forEach(SharedPaceTest::awaitWaiting);

    for (Runnable work = later.take();
        work != null;
        work = later.poll(300, TimeUnit.MILLISECONDS)) { // those who were late ask again
      work.run();
    }

    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(budget.claimed().subList(asked, budget.claimed().size())).startsWith(4);
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
  void a_thread_that_could_not_be_had_once_is_asked_for_again(Class<? extends Throwable> thrown) {
    FailingExecutor executor = new FailingExecutor(AT_ONCE);
    RequestPacer node = node(executor);

    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> node.awaitTurn(call()))).isInstanceOf(thrown);
    int asked = budget.claimed().size();
    send(node, 5);
    assertThat(budget.claimed()).as("calls").hasSize(asked + 5);

    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> reserve(node, 1))).isInstanceOf(thrown);
    int reserved = budget.reserved().size();
    reserve(node, 5);
    assertThat(budget.reserved()).as("turns").hasSizeGreaterThan(reserved);

    budget.breaks();
    node.awaitTurn(call());
    budget.isWellAgain();
    time.pass(Duration.ofSeconds(5));
    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> node.awaitTurn(call()))).isInstanceOf(thrown);
    time.pass(Duration.ofSeconds(5));
    int probed = budget.claimed().size();
    send(node, 5);
    assertThat(budget.claimed()).as("a probe, and calls").hasSizeGreaterThanOrEqualTo(probed + 5);
  }

  @Test
  @Provokes(FaultRow.E31)
  void an_error_while_the_budget_is_asked_is_an_outage_and_no_more() {
    RequestPacer node = node(AT_ONCE);
    budget.meanwhile(SharedPaceTest::runOutOfMemory);
    assertThatThrownBy(() -> node.awaitTurn(call())).isInstanceOf(OutOfMemoryError.class);
    budget.meanwhile(() -> {});
    time.pass(Duration.ofSeconds(5));
    node.awaitTurn(call());
    int asked = budget.claimed().size();

    send(node, 5);
    reserve(node, 5);

    assertThat(budget.claimed()).hasSize(asked + 5);
    assertThat(budget.reserved()).isNotEmpty();
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

  private void send(RequestPacer node, int calls) {
    for (int n = 0; n < calls; n++) {
      node.awaitTurn(call());
    }
  }

  private static List<Turn> reserve(RequestPacer node, int count) {
    return Stream.generate(() -> node.turns().reserve(Urgency.NORMAL)).limit(count).toList();
  }

  private RequestPacer node(Executor background) {
    RequestPacer node = new RequestPacer(settings(50), 1, time);
    node.share(budget, background);
    return node;
  }

  private static ConnectionSettings settings(int perSecond) {
    return ConnectionSettings.builder("test")
        .appId("cli_a")
        .appSecret(AppSecret.of("s"))
        .requestsPerSecond(perSecond)
        .build();
  }

  private Call call() {
    return new Call(Duration.ofSeconds(10), time);
  }
}
