package io.remedyflow.crash;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One stage for all test classes of a run: to set it takes longer than most of the tests. */
final class SharedStage implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
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
