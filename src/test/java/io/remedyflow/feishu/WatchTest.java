package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Watch watch = new Watch("test");
  private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  WatchTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    watch.close();
    silent.close();
  }

  @Test
  void an_exchange_is_cancelled_at_its_deadline_and_another_goes_on() {
    AtomicBoolean brief = new AtomicBoolean();
    AtomicBoolean lengthy = new AtomicBoolean();

    watch.over(cancels(brief), Duration.ofMillis(50));
    watch.over(cancels(lengthy), LONG);

    await().untilTrue(brief);
    assertThat(lengthy).isFalse();
  }

  @Test
  void a_deadline_beyond_the_next_look_is_kept_to_as_well() {
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    long begun = System.nanoTime();

    watch.over(cancels(ended), Duration.ofMillis(420)).end();
    watch.over(cancels(cancelled), Duration.ofMillis(430));

    await().pollInterval(Duration.ofMillis(5)).untilTrue(cancelled);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(430), Duration.ofSeconds(2));
    assertThat(ended).isFalse();
  }

  @Test
  void an_exchange_that_has_ended_is_not_cancelled() {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean later = new AtomicBoolean();
    watch.over(cancels(ended), Duration.ofMillis(50)).end();

    watch.over(cancels(later), Duration.ofMillis(100));

    await().untilTrue(later);
    assertThat(ended).isFalse();
  }

  @Test
  void of_several_exchanges_those_are_cancelled_whose_threads_are_interrupted() {
    Exchange first = new Exchange();
    Exchange second = new Exchange();
    Exchange third = new Exchange();
    passSomeLooks();

    second.thread.interrupt();
    third.thread.interrupt();

    await().untilTrue(second.cancelled);
    await().untilTrue(third.cancelled);
    assertThat(first.cancelled).isFalse();
  }

  @Test
  void interrupts_are_looked_for_again_after_a_time_without_exchanges() {
    Exchange first = new Exchange();
    first.thread.interrupt();
    await().untilTrue(first.cancelled);
    first.shift.end();
    passSomeLooks();

    Exchange second = new Exchange();
    second.thread.interrupt();

    await().untilTrue(second.cancelled);
  }

  @Test
  void an_exchange_that_cannot_be_cancelled_keeps_none_from_being_cancelled() {
    AtomicInteger tries = new AtomicInteger();
    Exchange stubborn =
        new Exchange(
            () -> {
              tries.incrementAndGet();
              throw new IllegalStateException("no");
            });
    stubborn.thread.interrupt();
    await().until(() -> tries.get() > 0);
    AtomicBoolean atDeadline = new AtomicBoolean();
    watch.over(cancels(atDeadline), Duration.ofMillis(300));
    await().untilTrue(atDeadline);
    stubborn.shift.end();

    Exchange other = new Exchange();
    other.thread.interrupt();

    await().untilTrue(other.cancelled);
  }

  @Test
  void nothing_is_watched_any_more_once_it_is_closed() {
    watch.close();

    assertThatThrownBy(() -> watch.over(() -> true, LONG))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void passSomeLooks() {
    await().pollDelay(Duration.ofMillis(250)).until(() -> true);
  }

  private static Cancellable cancels(AtomicBoolean cancelled) {
    return () -> cancelled.compareAndSet(false, true);
  }

  /** An exchange whose thread reads from a socket, where no interrupt wakes it. */
  private final class Exchange {

    final AtomicBoolean cancelled = new AtomicBoolean();
    final Thread thread;
    final Watch.Shift shift;

    Exchange() {
      this(null);
    }

    Exchange(@Nullable Cancellable other) {
      CompletableFuture<Watch.Shift> begun = new CompletableFuture<>();
      thread =
          new Thread(
              () -> {
                begun.complete(watch.over(other == null ? cancels(cancelled) : other, LONG));
                readInVain();
              });
      thread.setDaemon(true);
      thread.start();
      shift = begun.join();
    }

    private void readInVain() {
      try (Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
        var unused = socket.getInputStream().read();
      } catch (IOException e) {
        // The test is over.
      }
    }
  }
}
