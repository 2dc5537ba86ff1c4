package io.remedyflow.plugin.job;

import org.jspecify.annotations.Nullable;

/**
 * A value that a thread has while it runs something; afterwards the thread has its earlier value
 * again.
 */
final class ThreadScope<T> {

  @SuppressWarnings("ThreadLocalUsage") // as static as its owner
  private final ThreadLocal<@Nullable T> current = new ThreadLocal<>();

  /** Runs work with this value; null for none. */
  void run(@Nullable T value, Runnable work) {
    T outer = current.get();
    set(value);
    try {
      work.run();
    } finally {
      set(outer);
    }
  }

  /** The value of this thread; null if there is none. */
  @Nullable T get() {
    return current.get();
  }

  /** Returns and removes the value of this thread, so only the first caller gets it. */
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
