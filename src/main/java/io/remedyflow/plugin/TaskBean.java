package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
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
 * The task's bean, as an engine's expressions find it.
 *
 * <p>An expression manager that is created before the plugins run, as in Spring's {@code
 * ProcessEngineFactoryBean} and CDI, does not look into the engine's beans.
 */
final class TaskBean {

  private static final String NAME = FetchAllowedRemediesDelegate.BEAN_NAME;

  /** A scope without variables. */
  private static final VariableScope NOWHERE = StartProcessVariableScope.getSharedInstance();

  private TaskBean() {}

  /**
   * Makes the task known to the engine's expressions, unless they know it already.
   *
   * @throws InvalidConfigurationException if that is not possible, or another bean has the name
   */
  static void makeKnown(ProcessEngineConfigurationImpl engine, Object task) {
    Object found = find(engine);
    if (found == null && add(task, engine.getExpressionManager())) {
      found = find(engine);
    }
    if (found == null) {
      throw new InvalidConfigurationException(
          "The engine '%s' cannot resolve ${%s}, because its expression manager (%s) takes no further beans. Add the plugin to an engine whose expression manager is Camunda's, Spring's or CDI's."
              .formatted(
                  engine.getProcessEngineName(),
                  NAME,
                  engine.getExpressionManager().getClass().getName()),
          null);
    }
    if (found != task && found != Mocks.get(NAME)) {
      throw new InvalidConfigurationException(
          "The engine '%s' resolves ${%s} to another bean than this RemedyflowPlugin's, which would leave the plugin's configuration without effect. In a Spring Boot application remove the RemedyflowPlugin that you made, and put its configuration into application.yml, where Remedyflow's auto-configuration reads it."
              .formatted(engine.getProcessEngineName(), NAME),
          null);
    }
  }

  /** The bean that the engine's expressions find under the task's name; null if there is none. */
  static @Nullable Object find(ProcessEngineConfigurationImpl engine) {
    try {
      if (engine.getExpressionManager() instanceof JuelExpressionManager juel) {
        ELContext context = juel.getElContext(NOWHERE);
        return context.getELResolver().getValue(context, null, NAME);
      }
      return engine
          .getCommandExecutorTxRequired()
          .execute(
              context ->
                  engine
                      .getExpressionManager()
                      .createExpression("${" + NAME + "}")
                      .getValue(NOWHERE));
    } catch (RuntimeException e) {
      return null; // an unknown name is an exception
    }
  }

  private static boolean add(Object task, ExpressionManager expressions) {
    if (expressions instanceof JuelExpressionManager juel) {
      ELResolver resolver = juel.getElContext(NOWHERE).getELResolver();
      if (resolver instanceof CompositeELResolver all) {
        all.add(new ReadOnlyMapELResolver(Map.of(NAME, task)));
        return true;
      }
    }
    return false;
  }
}
