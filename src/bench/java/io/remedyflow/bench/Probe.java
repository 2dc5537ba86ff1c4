package io.remedyflow.bench;

import io.remedyflow.bench.Delays.Delay;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** An unrelated process: one asynchronous task that only records how late it ran. */
final class Probe implements JavaDelegate {

  static final String PROCESS = "unrelated";

  private static final int INTERVAL_MILLIS = 250;

  private final List<Delay> delays = new ArrayList<>();
  private Thread starter;

  @Override
  public void execute(DelegateExecution execution) {
    long created = (Long) execution.getVariable("created");
    Delay delay = new Delay(created, System.currentTimeMillis() - created);
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

  /** How late each was, from creation to execution. */
  Delays stop() throws InterruptedException {
    starter.interrupt();
    starter.join();
    synchronized (delays) {
      Delays all = new Delays(List.copyOf(delays));
      delays.clear();
      return all;
    }
  }
}
