package io.remedyflow.plugin.job;

import static java.util.Objects.requireNonNull;

import io.remedyflow.plugin.job.QueuesEngine.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For a test class, an engine of each kind, which forgets each test. */
public final class QueuesEngines implements AfterEachCallback, AfterAllCallback {

  private final Map<Kind, QueuesEngine> engines = new EnumMap<>(Kind.class);

  /**
   * Starts them.
   *
   * @param more properties beside those of {@link QueuesEngine}
   */
  public QueuesEngines(Map<String, String> more) {
    for (Kind kind : Kind.values()) {
      engines.put(kind, QueuesEngine.of(kind, more));
    }
  }

  public QueuesEngine of(Kind kind) {
    return requireNonNull(engines.get(kind));
  }

  /** The engine of that kind with the model deployed. */
  public QueuesEngine of(Kind kind, BpmnModelInstance model) {
    QueuesEngine engine = of(kind);
    engine.deploy(model);
    return engine;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ClockUtil.reset();
    engines.values().forEach(engine -> engine.jobExecutor().shutdown());
    engines.values().forEach(QueuesEngine::reset);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    engines.values().forEach(QueuesEngine::close);
  }
}
