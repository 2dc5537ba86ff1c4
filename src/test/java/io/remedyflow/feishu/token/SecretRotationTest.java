package io.remedyflow.feishu.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.SecretFile;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.FailingExecutor;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret is changed while the application runs. */
class SecretRotationTest {

  @TempDir Path directory;

  private final SettableTime time = new SettableTime();
  private final LogLines log = new LogLines(CurrentSecret.class);
  private FeishuSimulator feishu;
  private Path file;
  private TestCaller caller;

  @BeforeEach
  void start() throws IOException {
    feishu = FeishuSimulator.with().app("cli_rotated", "first-secret").unlimited().start();
    file = Files.writeString(directory.resolve("app-secret"), "first-secret\n");
    caller = caller(time);
  }

  private TestCaller caller(Time time) {
    return TestCaller.of(feishu, time, settings -> settings.secretSource(new SecretFile(file)));
  }

  @AfterEach
  void stop() {
    log.close();
    caller.close();
    feishu.close();
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_new_secret_is_used_when_its_predecessors_token_is_rejected() throws IOException {
    caller.call("late.li");
    feishu.changeSecret("second-secret");
    Files.writeString(file, "second-secret");
    feishu.revokeTokens();

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(secretsSent()).containsExactly("first-secret", "second-secret");
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_new_secret_is_noticed_within_seconds_and_the_token_of_the_old_one_is_left()
      throws IOException {
    caller.call("late.li");
    feishu.changeSecret("second-secret");
    Files.writeString(file, "second-secret");
    caller.call("late.li");
    assertThat(feishu.tokenRequests()).hasSize(1);

    time.pass(CurrentSecret.BETWEEN_LOOKS);
    await()
        .untilAsserted(
            () -> {
              assertThat(caller.call("late.li")).isInstanceOf(Available.class);
              assertThat(secretsSent()).containsExactly("first-secret", "second-secret");
            });
    assertThat(lines(Level.INFO))
        .singleElement()
        .asString()
        .contains("connection test has changed");
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, RejectedExecutionException.class})
  @Provokes(FaultRow.E31)
  void a_secret_that_no_thread_could_read_once_is_read_again(Class<? extends Throwable> thrown) {
    AtomicInteger reads = new AtomicInteger();
    ConnectionSettings settings =
        ConnectionSettings.builder("test")
            .appId("cli_a")
            .appSecret(AppSecret.of("first"))
            .secretSource(() -> AppSecret.of("read " + reads.incrementAndGet()))
            .build();
    FailingExecutor executor = new FailingExecutor(Runnable::run);
    try (CurrentSecret secret = new CurrentSecret(settings, time, executor, () -> {})) {
      executor.failsOnce(thrown);
      assertThat(catchThrowable(() -> secret.readAgain(Deadline.in(Duration.ofSeconds(9), time))))
          .isInstanceOf(thrown);

      assertThat(secret.readAgain(Deadline.in(Duration.ofSeconds(9), time)).reveal())
          .isEqualTo("read 1");
    }
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_secret_that_is_put_right_is_tried_at_once() throws IOException {
    feishu.changeSecret("second-secret");
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));
    assertThat(failure.code()).isEqualTo(10014);

    Files.writeString(file, "second-secret");
    time.pass(CurrentSecret.BETWEEN_LOOKS);
    await().until(() -> answers(caller));

    assertThat(secretsSent()).containsExactly("first-secret", "second-secret");
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_secret_that_changes_during_the_fetch_is_read_again_before_anything_fails() {
    AtomicInteger reads = new AtomicInteger();
    feishu.changeSecret("second-secret");
    try (TestCaller late =
        TestCaller.of(
            feishu,
            time,
            settings ->
                settings
                    .appSecret(AppSecret.of("first-secret"))
                    .secretSource(
                        () ->
                            AppSecret.of(
                                reads.incrementAndGet() == 1
                                    ? "first-secret"
                                    : "second-secret")))) {
      assertThat(late.call("late.li")).isInstanceOf(Available.class);
    }
    assertThat(secretsSent()).containsExactly("first-secret", "second-secret");
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_file_that_vanishes_leaves_the_last_secret_in_use() throws IOException {
    caller.call("late.li");
    Files.delete(file);

    for (int i = 0; i < 3; i++) {
      feishu.revokeTokens();
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    }

    assertThat(lines(Level.WARN))
        .singleElement()
        .asString()
        .contains("connection test", file.toString(), "NoSuchFile", "stays in use")
        .doesNotContain("first-secret");
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_file_on_a_mount_that_hangs_delays_no_call_beyond_the_deadline() {
    CountDownLatch mount = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    try (TestCaller hung =
        TestCaller.of(
            feishu,
            settings ->
                settings
                    .callDeadline(Duration.ofSeconds(30))
                    .appSecret(AppSecret.of("first-secret"))
                    .secretSource(
                        () -> {
                          reads.incrementAndGet();
                          hangUntil(mount);
                          return AppSecret.of("second-secret");
                        }))) {
      long before = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        feishu.revokeTokens();
        assertThat(hung.call("late.li")).isInstanceOf(Available.class);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(CurrentSecret.PATIENCE.multipliedBy(3).plusSeconds(3));
      assertThat(reads).as("reads that hang").hasValue(1);
      assertThat(lines(Level.WARN))
          .singleElement()
          .asString()
          .contains("connection test", "takes too long", "stays in use");

      feishu.changeSecret("second-secret");
      feishu.revokeTokens();
      mount.countDown();
      assertThat(hung.call("late.li")).isInstanceOf(Available.class);
      assertThat(secretsSent()).containsExactly("first-secret", "second-secret");
    }
  }

  @Test
  void a_call_with_little_time_does_not_wait_long_for_the_secret_nor_complain_of_it() {
    CountDownLatch mount = new CountDownLatch(1);
    try (TestCaller hung =
        TestCaller.of(
            feishu,
            settings ->
                settings
                    .callDeadline(Duration.ofSeconds(1))
                    .appSecret(AppSecret.of("first-secret"))
                    .secretSource(
                        () -> {
                          hangUntil(mount);
                          return AppSecret.of("first-secret");
                        }))) {
      assertThat(hung.call("late.li")).isInstanceOf(Available.class);
      assertThat(lines(Level.WARN)).isEmpty();
      mount.countDown();
    }
  }

  private static void hangUntil(CountDownLatch mount) {
    boolean interrupted = false;
    while (true) {
      try {
        mount.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // as a read from a dead NFS server, which nothing interrupts
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_placeholder_that_nothing_resolves_any_more_is_no_secret() throws IOException {
    Files.writeString(file, "${FEISHU_APP_SECRET}");

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(lines(Level.WARN)).singleElement().asString().contains("placeholder");
  }

  @Test
  void what_a_broken_source_says_is_not_logged() {
    try (TestCaller broken =
        TestCaller.of(
            feishu,
            time,
            settings ->
                settings.secretSource(
                    () -> {
                      throw new IllegalStateException("found hunter2");
                    }))) {
      assertThat(broken.call("late.li")).isInstanceOf(Available.class);
    }
    assertThat(lines(Level.WARN))
        .singleElement()
        .asString()
        .contains("IllegalStateException")
        .doesNotContain("hunter2");
  }

  @Test
  @Provokes(FaultRow.T10)
  void calls_under_way_notice_nothing_of_a_rotation() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TestCaller busy = caller(Time.SYSTEM)) {
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    assertThat(busy.call("late.li")).isInstanceOf(Available.class);
                    answers.incrementAndGet();
                  }
                }));
      }
      for (int rotation = 1; rotation <= 5; rotation++) {
        int before = answers.get();
        await().until(() -> answers.get() > before + 20 || anyFailed(callers));
        feishu.changeSecret("secret-" + rotation);
        swap("secret-" + rotation);
        feishu.revokeTokens();
      }
      int before = answers.get();
      await().until(() -> answers.get() > before + 20 || anyFailed(callers));
      done.set(true);
      for (Future<?> caller : callers) {
        caller.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(secretsSent())
        .containsSubsequence("first-secret", "secret-1", "secret-2", "secret-5");
  }

  /** As Kubernetes does: no reader sees half a file. */
  private void swap(String secret) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), secret);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean anyFailed(List<Future<?>> callers) {
    return callers.stream().anyMatch(Future::isDone);
  }

  private static boolean answers(TestCaller caller) {
    try {
      return caller.call("late.li") instanceof Available;
    } catch (FeishuException e) {
      return false;
    }
  }

  private List<String> secretsSent() {
    return feishu.tokenRequests().stream()
        .map(request -> request.body().replaceAll(".*\"app_secret\":\"([^\"]*)\".*", "$1"))
        .distinct()
        .toList();
  }

  private List<String> lines(Level level) {
    return log.at(level);
  }
}
