package io.remedyflow.plugin;

import io.remedyflow.plugin.config.InvalidConfigurationException;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.ReadOnlyMapELResolver;
import org.camunda.bpm.engine.impl.el.StartProcessVariableScope;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * The beans of tasks, as an engine's expressions find them.
 *
 * <p>An expression manager that is created before the plugins run, as in Spring's {@code
 * ProcessEngineFactoryBean} and CDI, does not look into the engine's beans.
 */
final class TaskBeans {

  /** A scope without variables. */
  private static final VariableScope NOWHERE = StartProcessVariableScope.getSharedInstance();

  private TaskBeans() {}

  /**
   * Makes a task known to the engine's expressions, unless they know it already.
   *
   * @throws InvalidConfigurationException if that is not possible, or another bean has the name
   */
  static void makeKnown(ProcessEngineConfigurationImpl engine, String name, Object task) {
    Object found = find(engine, name);
    if (found == null && add(name, task, engine.getExpressionManager())) {
      found = find(engine, name);
    }
    if (found == null) {
      throw new InvalidConfigurationException(
          "The engine '%s' cannot resolve ${%s}, because its expression manager (%s) takes no further beans. Add the plugin to an engine whose expression manager is Camunda's, Spring's or CDI's."
              .formatted(
                  engine.getProcessEngineName(),
                  name,
                  engine.getExpressionManager().getClass().getName()),
          null);
    }
    if (found != task && found != Mocks.get(name)) {
      throw new InvalidConfigurationException(
          "The engine '%s' resolves ${%s} to another bean than this RemedyflowPlugin's, which would leave the plugin's configuration without effect. In a Spring Boot application remove the RemedyflowPlugin that you made, and put its configuration into application.yml, where Remedyflow's auto-configuration reads it."
              .formatted(engine.getProcessEngineName(), name),
          null);
    }
  }

  /** The bean that the engine's expressions find under that name; null if there is none. */
  static @Nullable Object find(ProcessEngineConfigurationImpl engine, String name) {
    try {
      if (engine.getExpressionManager() instanceof JuelExpressionManager juel) {
        ELContext context = juel.getElContext(NOWHERE);
        return context.getELResolver().getValue(context, null, name);
      }
      return engine
          .getCommandExecutorTxRequired()
          .execute(
              context ->
                  engine
                      .getExpressionManager()
                      .createExpression("${" + name + "}")
                      .getValue(NOWHERE));
    } catch (RuntimeException e) {
      return null; // an unknown name is an exception
    }
  }

  private static boolean add(String name, Object task, ExpressionManager expressions) {
    if (expressions instanceof JuelExpressionManager juel) {
      ELResolver resolver = juel.getElContext(NOWHERE).getELResolver();
      if (resolver instanceof CompositeELResolver all) {
        all.add(new ReadOnlyMapELResolver(Map.of(name, task)));
        return true;
      }
    }
    return false;
  }
}
