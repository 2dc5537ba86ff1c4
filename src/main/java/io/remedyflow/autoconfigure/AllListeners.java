package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls every listener, even if an earlier one throws. */
final class AllListeners implements ConnectionListener {

  private final List<ConnectionListener> listeners;

  AllListeners(List<ConnectionListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void called(CallReport call) {
    tellAll(listener -> listener.called(call));
  }

  @Override
  public void tokenFetched(String connection, boolean succeeded, Duration took) {
    tellAll(listener -> listener.tokenFetched(connection, succeeded, took));
  }

  private void tellAll(Consumer<ConnectionListener> news) {
    RuntimeException failure = null;
    for (ConnectionListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        failure = first(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException first(@Nullable RuntimeException before, RuntimeException now) {
    if (before == null || before == now) {
      return now;
    }
    before.addSuppressed(now);
    return before;
  }
}
