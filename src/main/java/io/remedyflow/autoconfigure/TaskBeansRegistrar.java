package io.remedyflow.autoconfigure;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.remedy.RemedyConnections;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a delegate for each task, under the name that models use, unless the application has a
 * bean of that name.
 */
final class TaskBeansRegistrar implements ImportBeanDefinitionRegistrar {

  private final BeanFactory beans;

  /** Spring calls it. */
  TaskBeansRegistrar(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    register(FeishuTasks.ALL, registry, beans);
  }

  /** Registers the delegates of these tasks. */
  static void register(
      List<FeishuTask<?, ?>> tasks, BeanDefinitionRegistry registry, BeanFactory beans) {
    tasks.stream()
        .filter(task -> !registry.containsBeanDefinition(task.beanName()))
        .forEach(task -> registry.registerBeanDefinition(task.beanName(), definition(task, beans)));
  }

  private static BeanDefinition definition(FeishuTask<?, ?> task, BeanFactory beans) {
    return BeanDefinitionBuilder.genericBeanDefinition(
            FeishuTaskDelegate.class,
            () -> RemedyflowPlugin.delegate(task, beans.getBean(RemedyConnections.class)))
        .getBeanDefinition();
  }
}
