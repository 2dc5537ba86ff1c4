package io.remedyflow.feishu.token;

import static io.remedyflow.ratelimit.Durations.shorter;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.SecretSource;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.ratelimit.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's secret as it is now; it may change while the application runs.
 *
 * <p>The source is read before a token fetch and after one that failed permanently. As long as
 * there are calls, it is also read every few seconds; for this a call only checks the clock. If the
 * source fails, the last secret stays in use (ADR 10).
 *
 * <p>A thread of its own reads the source, one read after the other. No call waits for a read
 * longer than {@link #PATIENCE}, because a file may be on a mount that hangs, where a read never
 * returns.
 */
public final class CurrentSecret implements AutoCloseable {

  /** The longest wait for a read; half of the time that the call has left, if that is shorter. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long a change may stay unnoticed while tokens of the old secret still work. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(CurrentSecret.class);

  private final String connection;
  private final @Nullable SecretSource source;
  private final Time time;
  private final Executor reader;
  private final Runnable closing;
  private final AtomicLong nextLook;
  private volatile AppSecret secret;

  /** The read that has not begun yet; it serves all callers that ask before it begins. */
  private @Nullable CompletableFuture<Void> next;

  private boolean unreadable;
  private volatile boolean closed;

  /**
   * The secret of a connection, which is read again by its source.
   *
   * @param reader reads the source, one read after the other
   * @param closing stops the reader
   */
  public CurrentSecret(ConnectionSettings settings, Time time, Executor reader, Runnable closing) {
    this.connection = settings.name();
    this.source = settings.secretSource();
    this.time = time;
    this.reader = reader;
    this.closing = closing;
    this.secret = settings.appSecret();
    this.nextLook = new AtomicLong(time.nanos() + BETWEEN_LOOKS.toNanos());
  }

  /** The secret, as it was last read. */
  public AppSecret current() {
    if (source != null) {
      long now = time.nanos();
      long due = nextLook.get();
      if (now - due >= 0 && nextLook.compareAndSet(due, now + BETWEEN_LOOKS.toNanos())) {
        var unused = nextRead(); // no call waits for it
      }
    }
    return secret;
  }

  /** The secret, read now, or as it was last read if that takes too long. */
  public AppSecret readAgain(Deadline deadline) {
    if (source == null || closed) {
      return secret;
    }
    Duration patience = shorter(deadline.remaining().dividedBy(2), PATIENCE);
    try {
      nextRead().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (patience.equals(PATIENCE)) { // otherwise this call had too little time left
        refuse("reading it takes too long");
      }
    } catch (InterruptedException e) {
      // The token fetch that follows notices the interrupt.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading a secret failed unexpectedly", e.getCause());
    }
    return secret;
  }

  private synchronized CompletableFuture<Void> nextRead() {
    CompletableFuture<Void> read = next;
    if (read == null) {
      read = new CompletableFuture<>();
      try {
        next = read;
        reader.execute(reading(read));
      } catch (RuntimeException | Error e) {
        next = null; // otherwise it would never be read again
        throw e;
      }
    }
    return read;
  }

  private Runnable reading(CompletableFuture<Void> read) {
    return () -> {
      begins();
      try {
        read();
      } finally {
        read.complete(null);
      }
    };
  }

  private synchronized void begins() {
    next = null;
  }

  private void read() {
    if (source == null) {
      return;
    }
    try {
      accept(usable(source.read()));
    } catch (IllegalArgumentException e) {
      refuse("it could not be read again: " + e.getMessage());
    } catch (RuntimeException e) {
      // Only a source's own message is sure to show no secret.
      refuse("it could not be read again: " + e.getClass().getName());
    }
  }

  private static AppSecret usable(AppSecret read) {
    if (ConnectionSettings.isPlaceholder(read.reveal())) {
      throw new IllegalArgumentException("it is a placeholder (${…}) that nothing resolves");
    }
    return read;
  }

  private synchronized void accept(AppSecret read) {
    unreadable = false;
    if (!read.equals(secret)) {
      secret = read;
      LOG.info(
          "The app secret of connection {} has changed: from now on tokens are fetched with the new one.",
          connection);
    }
  }

  /** Logs once, until a read succeeds again. */
  private synchronized void refuse(String why) {
    if (!unreadable) {
      unreadable = true;
      LOG.warn("The last app secret of connection {} stays in use: {}.", connection, why);
    }
  }

  /** Stops reading. */
  @Override
  public void close() {
    closed = true;
    closing.run();
  }
}
