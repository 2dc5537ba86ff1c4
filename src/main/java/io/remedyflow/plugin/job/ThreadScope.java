package io.remedyflow.plugin.job;

import org.jspecify.annotations.Nullable;

/**
 * What a thread has at hand while it runs something; afterwards it has again what it had before.
 */
final class ThreadScope<T> {

  @SuppressWarnings("ThreadLocalUsage") // as static as its owner
  private final ThreadLocal<@Nullable T> current = new ThreadLocal<>();

  /** Runs work that finds this; null for none. */
  void run(@Nullable T value, Runnable work) {
    T outer = current.get();
    set(value);
    try {
      work.run();
    } finally {
      set(outer);
    }
  }

  /** What this thread has; null where nothing is run with something. */
  @Nullable T get() {
    return current.get();
  }

  /** What this thread has, for the first who asks. */
  @Nullable T take() {
    T value = current.get();
    current.remove();
    return value;
  }

  private void set(@Nullable T value) {
    if (value == null) {
      current.remove();
    } else {
      current.set(value);
    }
  }
}
