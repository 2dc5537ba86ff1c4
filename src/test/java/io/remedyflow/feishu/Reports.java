package io.remedyflow.feishu;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class Reports implements ConnectionListener {

  private final List<CallReport> calls = new CopyOnWriteArrayList<>();
  private final List<Boolean> tokens = new CopyOnWriteArrayList<>();

  @Override
  public void called(CallReport call) {
    calls.add(call);
  }

  @Override
  public void tokenFetched(String connection, boolean succeeded, java.time.Duration took) {
    tokens.add(succeeded);
  }

  List<CallReport> calls() {
    return List.copyOf(calls);
  }

  List<CallOutcome> outcomes() {
    return calls.stream().map(CallReport::outcome).toList();
  }

  CallReport last() {
    return calls.get(calls.size() - 1);
  }

  /** Whether each fetch of a token succeeded. */
  List<Boolean> tokens() {
    return List.copyOf(tokens);
  }
}
