package io.remedyflow.feishu;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's secret as it is now, where it may be changed while the application runs.
 *
 * <p>Its source is read by whoever is about to fetch a token or had one refused, and beside that
 * every few seconds in the background, as long as there are calls: a call itself costs a look at
 * the clock. A source that fails leaves the last secret in use (ADR 10).
 */
final class CurrentSecret {

  /** How long a change may go unnoticed while tokens of the old secret still serve. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(CurrentSecret.class);

  private final String connection;
  private final @Nullable SecretSource source;
  private final Time time;
  private final Executor background;
  private final AtomicLong nextLook;
  private volatile AppSecret secret;
  private boolean unreadable;

  CurrentSecret(ConnectionSettings settings, Time time, Executor background) {
    this.connection = settings.name();
    this.source = settings.secretSource();
    this.time = time;
    this.background = background;
    this.secret = settings.appSecret();
    this.nextLook = new AtomicLong(time.nanos() + BETWEEN_LOOKS.toNanos());
  }

  /** The secret, as it was when it was last read. */
  AppSecret current() {
    if (source != null) {
      long now = time.nanos();
      long due = nextLook.get();
      if (now - due >= 0 && nextLook.compareAndSet(due, now + BETWEEN_LOOKS.toNanos())) {
        background.execute(this::readAgain);
      }
    }
    return secret;
  }

  /** The secret, read now; one thread at a time, lest an older one overtake a newer. */
  synchronized AppSecret readAgain() {
    if (source != null) {
      try {
        accept(usable(source.read()));
      } catch (RuntimeException e) {
        refuse(e);
      }
    }
    return secret;
  }

  private static AppSecret usable(AppSecret read) {
    if (ConnectionSettings.isPlaceholder(read.reveal())) {
      throw new IllegalArgumentException("it is a placeholder (${…}) that nothing resolves");
    }
    return read;
  }

  private void accept(AppSecret read) {
    unreadable = false;
    if (!read.equals(secret)) {
      secret = read;
      LOG.info(
          "The app secret of connection {} has changed: from now on tokens are fetched with the new one.",
          connection);
    }
  }

  /** Once for each spell. Only what a source says of itself is sure to show no secret. */
  private void refuse(RuntimeException e) {
    if (!unreadable) {
      unreadable = true;
      LOG.warn(
          "The app secret of connection {} could not be read again: {}. The last one stays in use.",
          connection,
          e instanceof IllegalArgumentException ? e.getMessage() : e.getClass().getName());
    }
  }
}
