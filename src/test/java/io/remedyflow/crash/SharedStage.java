package io.remedyflow.crash;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stage for all test classes of a run, since to set it takes longer than most of the tests.
 * After each test it is cleared.
 */
final class SharedStage implements ParameterResolver, AfterEachCallback {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stage(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stage(context).clear();
  }

  private static Stage stage(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedStage.class))
        .getOrComputeIfAbsent(Run.class, key -> new Run(new Stage()), Run.class)
        .stage();
  }

  /** Ends with the run. */
  private record Run(Stage stage) implements CloseableResource {
    @Override
    public void close() {
      stage.close();
    }
  }
}
