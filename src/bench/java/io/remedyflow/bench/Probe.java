package io.remedyflow.bench;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Somebody else's process: one asynchronous task that does nothing but tell how late it came. */
final class Probe implements JavaDelegate {

  static final String PROCESS = "unrelated";

  private static final int INTERVAL_MILLIS = 250;

  private final List<Long> delays = new ArrayList<>();
  private Thread starter;

  @Override
  public void execute(DelegateExecution execution) {
    long delay = System.currentTimeMillis() - (Long) execution.getVariable("created");
    synchronized (delays) {
      delays.add(delay);
    }
  }

  /** From now on, one instance each quarter of a second. */
  void start(RuntimeService runtime) {
    starter =
        new Thread(
            () -> {
              try {
                while (true) {
                  runtime
                      .createProcessInstanceByKey(PROCESS)
                      .setVariable("created", System.currentTimeMillis())
                      .execute();
                  Thread.sleep(INTERVAL_MILLIS);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "probe");
    starter.start();
  }

  /** How late each was, in milliseconds from creation to execution. */
  List<Long> stop() throws InterruptedException {
    starter.interrupt();
    starter.join();
    synchronized (delays) {
      List<Long> all = List.copyOf(delays);
      delays.clear();
      return all;
    }
  }
}
