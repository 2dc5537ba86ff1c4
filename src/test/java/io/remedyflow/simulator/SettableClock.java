package io.remedyflow.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until told otherwise. */
final class SettableClock implements InstantSource {

  private final AtomicReference<Instant> now;

  SettableClock(String now) {
    this.now = new AtomicReference<>(Instant.parse(now));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  void tick(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
