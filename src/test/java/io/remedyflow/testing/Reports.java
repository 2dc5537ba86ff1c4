package io.remedyflow.testing;

import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the connection reports. */
public final class Reports implements ConnectionListener {

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

  public List<CallReport> calls() {
    return List.copyOf(calls);
  }

  public List<CallOutcome> outcomes() {
    return calls.stream().map(CallReport::outcome).toList();
  }

  public CallReport last() {
    return calls.get(calls.size() - 1);
  }

  /** Whether each fetch of a token succeeded. */
  public List<Boolean> tokens() {
    return List.copyOf(tokens);
  }
}
