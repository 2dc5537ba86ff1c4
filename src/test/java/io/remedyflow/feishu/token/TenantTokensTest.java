package io.remedyflow.feishu.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.Source;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.testing.FailingExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTokensTest {

  private static final Identity APP = identity("https://open.feishu.cn", "cli_a", "secret");

  private final SettableTime time = new SettableTime();
  private final long begin = time.nanos();
  private final AtomicInteger fetched = new AtomicInteger();

  @Test
  void a_token_is_kept() {
    TenantTokens tokens = tokens(Duration.ofHours(2));

    assertThat(tokens.current(APP, soon())).isEqualTo(tokens.current(APP, soon()));
    assertThat(fetched).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PT2H, PT1H56M59S, 1",
    "PT2H, PT1H57M, 2",
    "PT4M, PT1M59S, 1",
    "PT4M, PT2M, 2",
    "PT0S, PT0S, 2"
  })
  void a_token_is_replaced_shortly_before_its_end(Duration life, Duration later, int fetches) {
    TenantTokens tokens = tokens(life);

    tokens.current(APP, soon());
    time.pass(later);
    tokens.current(APP, soon());

    assertThat(fetched).hasValue(fetches);
  }

  @Test
  @Provokes(FaultRow.T9)
  void tokens_of_another_platform_app_or_secret_are_apart() {
    TenantTokens tokens = tokens(Duration.ofHours(2));

    assertThat(
            List.of(
                tokens.current(APP, soon()),
                tokens.current(identity("https://open.larksuite.com", "cli_a", "secret"), soon()),
                tokens.current(identity("https://open.feishu.cn", "cli_b", "secret"), soon()),
                tokens.current(identity("https://open.feishu.cn", "cli_a", "rotated"), soon())))
        .doesNotHaveDuplicates();
  }

  @Test
  @Provokes(FaultRow.T1)
  void only_the_token_that_was_rejected_is_dropped() {
    TenantTokens tokens = tokens(Duration.ofHours(2));
    TenantToken rejected = tokens.current(APP, soon());
    tokens.drop(APP, rejected);
    TenantToken fresh = tokens.current(APP, soon());

    tokens.drop(APP, rejected);

    assertThat(tokens.current(APP, soon())).isSameAs(fresh);
    assertThat(fetched).hasValue(2);
  }

  @Test
  @Provokes(FaultRow.T3)
  void a_hundred_threads_fetch_one_token() throws Exception {
    CountDownLatch all = new CountDownLatch(100);
    CountDownLatch answer = new CountDownLatch(1);
    TenantTokens tokens =
        tokens(
            (identity, deadline) -> {
              await(answer);
              return new TenantToken("t-" + fetched.incrementAndGet(), Duration.ofHours(2));
            },
            Time.SYSTEM);
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try {
      List<Future<TenantToken>> got = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        got.add(
            threads.submit(
                () -> {
                  all.countDown();
                  return tokens.current(APP, Deadline.in(Duration.ofSeconds(30), Time.SYSTEM));
                }));
      }
      all.await();
      answer.countDown();
      for (Future<TenantToken> one : got) {
        assertThat(one.get().value()).isEqualTo("t-1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fetched).hasValue(1);
  }

  @Test
  void a_failed_fetch_is_not_kept_for_long() {
    AtomicInteger calls = new AtomicInteger();
    TenantTokens tokens =
        tokens(
            (identity, deadline) -> {
              if (calls.incrementAndGet() == 1) {
                throw FeishuException.passing(new BilingualText("down", "停机"));
              }
              return new TenantToken("t-2", Duration.ofHours(2));
            },
            time);

    assertThatThrownBy(() -> tokens.current(APP, soon())).hasMessage("down");
    time.pass(TenantTokens.PASSING_FAILURE);
    assertThat(tokens.current(APP, soon()).value()).isEqualTo("t-2");
  }

  @Test
  @Provokes(FaultRow.T3)
  void a_call_behind_anothers_fetch_gives_up_at_its_own_deadline() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    TenantTokens tokens =
        tokens(
            (identity, deadline) -> {
              fetching.countDown();
              await(answer);
              return new TenantToken("t-1", Duration.ofHours(2));
            },
            Time.SYSTEM);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<TenantToken> first =
          thread.submit(
              () -> tokens.current(APP, Deadline.in(Duration.ofSeconds(30), Time.SYSTEM)));
      fetching.await();

      assertThatThrownBy(() -> tokens.current(APP, Deadline.in(Duration.ofMillis(20), Time.SYSTEM)))
          .isInstanceOfSatisfying(
              FeishuException.class, e -> assertThat(e.isSilence()).as("silence").isTrue())
          .hasMessageContaining("in time");

      answer.countDown();
      assertThat(first.get().value()).isEqualTo("t-1");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void a_call_behind_an_interrupted_fetch_fetches_itself() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    TenantTokens tokens =
        tokens(
            (identity, deadline) -> {
              if (calls.incrementAndGet() == 1) {
                fetching.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  throw Interruption.of(e);
                }
              }
              return new TenantToken("t-" + calls, Duration.ofHours(2));
            },
            Time.SYSTEM);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread first =
        new Thread(() -> failure.set(catchThrowable(() -> tokens.current(APP, inGoodTime()))));
    AtomicReference<TenantToken> got = new AtomicReference<>();
    Thread second = new Thread(() -> got.set(tokens.current(APP, inGoodTime())));

    first.start();
    fetching.await();
    second.start();
    Awaitility.await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
    first.interrupt();
    first.join();
    second.join();

    assertThat(failure.get())
        .isInstanceOf(FeishuException.class)
        .hasMessageContaining("interrupted");
    assertThat(got.get()).isNotNull();
    assertThat(got.get().value()).isEqualTo("t-2");
  }

  private static Deadline inGoodTime() {
    return Deadline.in(Duration.ofSeconds(30), Time.SYSTEM);
  }

  @Test
  @Provokes(FaultRow.T5)
  void a_call_shortly_after_a_failure_shares_it() {
    TenantTokens tokens = tokens(this::fails, time);

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> tokens.current(APP, soon())).hasMessage("down");
      time.pass(Duration.ofMillis(99));
    }
    assertThat(fetched).hasValue(1);

    time.pass(Duration.ofMillis(10));
    assertThatThrownBy(() -> tokens.current(APP, soon())).hasMessage("down");
    assertThat(fetched).hasValue(2);
  }

  @Test
  @Provokes(FaultRow.T5)
  void a_call_that_had_the_failure_already_fetches_again_and_others_share_the_result() {
    TenantTokens tokens = tokens(this::fails, time);
    Deadline one = soon();
    Deadline other = soon();
    assertThatThrownBy(() -> tokens.current(APP, one)).hasMessage("down");
    assertThatThrownBy(() -> tokens.current(APP, other)).hasMessage("down");
    assertThat(fetched).hasValue(1);

    assertThatThrownBy(() -> tokens.current(APP, one)).hasMessage("down");
    assertThatThrownBy(() -> tokens.current(APP, other)).hasMessage("down");
    assertThat(fetched).hasValue(2);
  }

  @Test
  void the_same_token_again_is_no_reason_to_hurry() {
    TenantTokens tokens = ahead(identity -> new TenantToken("t-same", ofTwoHoursLeft()));
    tokens.current(APP, soon());

    time.pass(Duration.ofMinutes(90).plusMillis(1));
    for (int i = 0; i < 40; i++) {
      assertThat(tokens.current(APP, soon()).value()).isEqualTo("t-same");
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(fetched).hasValue(2);

    time.pass(Duration.ofSeconds(36));
    tokens.current(APP, soon());
    assertThat(fetched).hasValue(3);
  }

  @Test
  void a_token_fetched_ahead_that_would_serve_for_less_is_not_taken() {
    TenantTokens tokens =
        ahead(
            identity ->
                fetched.get() == 1
                    ? new TenantToken("t-long", Duration.ofHours(2))
                    : new TenantToken("t-odd", Duration.ZERO));
    tokens.current(APP, soon());

    time.pass(Duration.ofMinutes(91));
    tokens.current(APP, soon());

    assertThat(fetched).hasValue(2);
    assertThat(tokens.current(APP, soon()).value()).isEqualTo("t-long");
  }

  @Test
  @Provokes(FaultRow.T1)
  void a_token_fetched_ahead_is_not_dropped_for_the_one_before_it() {
    TenantTokens tokens =
        ahead(identity -> new TenantToken("t-" + fetched.get(), Duration.ofHours(2)));
    TenantToken old = tokens.current(APP, soon());
    time.pass(Duration.ofMinutes(91));
    tokens.current(APP, soon());

    tokens.drop(APP, old);

    assertThat(tokens.current(APP, soon()).value()).isEqualTo("t-2");
    assertThat(fetched).hasValue(2);
  }

  @Test
  @Provokes(FaultRow.T1)
  void a_rejected_token_is_not_brought_back_by_a_fetch_that_was_under_way() {
    List<Runnable> background = new ArrayList<>();
    TenantTokens tokens =
        new TenantTokens(
            "test",
            (identity, deadline) -> {
              fetched.incrementAndGet();
              return new TenantToken("t-rejected", Duration.ofHours(2));
            },
            (identity, deadline) -> identity,
            time,
            background::add);
    TenantToken rejected = tokens.current(APP, soon());
    time.pass(Duration.ofMinutes(91));
    tokens.current(APP, soon());

    tokens.drop(APP, rejected);
    background.forEach(Runnable::run);
    assertThat(fetched).hasValue(2);

    tokens.current(APP, soon());
    assertThat(fetched).hasValue(3);
  }

  /** Tokens that are fetched ahead in the thread of the caller. */
  private TenantTokens ahead(Function<Identity, TenantToken> source) {
    return new TenantTokens(
        "test",
        (identity, deadline) -> {
          fetched.incrementAndGet();
          return source.apply(identity);
        },
        (identity, deadline) -> identity,
        time,
        Runnable::run);
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, RejectedExecutionException.class})
  @Provokes(FaultRow.E31)
  void a_fetch_ahead_that_no_thread_could_begin_is_begun_by_the_next_call(
      Class<? extends Throwable> thrown) {
    FailingExecutor executor = new FailingExecutor(Runnable::run);
    TenantTokens tokens =
        new TenantTokens(
            "test",
            (identity, deadline) ->
                new TenantToken("t-" + fetched.incrementAndGet(), Duration.ofHours(2)),
            (identity, deadline) -> identity,
            time,
            executor);
    tokens.current(APP, soon());
    time.pass(Duration.ofMinutes(91));
    executor.failsOnce(thrown);
    assertThat(catchThrowable(() -> tokens.current(APP, soon()))).isInstanceOf(thrown);

    tokens.current(APP, soon());

    assertThat(fetched).hasValue(2);
  }

  private Duration ofTwoHoursLeft() {
    return Duration.ofHours(2).minusNanos(time.nanos() - begin);
  }

  private TenantToken fails(Identity identity, Deadline deadline) {
    fetched.incrementAndGet();
    throw FeishuException.passing(new BilingualText("down", "停机"));
  }

  @Test
  void no_text_form_shows_a_token_or_a_secret() {
    assertThat(new TenantToken("t-secret", Duration.ofHours(2)).toString())
        .doesNotContain("t-secret");
    assertThat(APP.toString()).doesNotContain("=secret").contains("******");
  }

  private TenantTokens tokens(Duration life) {
    return tokens(
        (identity, deadline) -> new TenantToken("t-" + fetched.incrementAndGet(), life), time);
  }

  /** Nothing is fetched ahead: what happens in the background stands in {@link TokenFaultsTest}. */
  private static TenantTokens tokens(Source source, Time time) {
    return new TenantTokens("test", source, (identity, deadline) -> identity, time, task -> {});
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10), time);
  }

  private static Identity identity(String baseUrl, String appId, String secret) {
    return new Identity(URI.create(baseUrl), appId, AppSecret.of(secret));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
