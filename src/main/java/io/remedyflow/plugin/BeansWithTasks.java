package io.remedyflow.plugin;

import io.remedyflow.camunda.FeishuTaskDelegate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine's beans together with our tasks. The engine's own beans are looked up by name and never
 * copied: the bean map of a {@code camunda.cfg.xml} throws for any other operation.
 */
final class BeansWithTasks extends HashMap<Object, Object> {

  private final transient Map<Object, Object> others;

  BeansWithTasks(Map<Object, Object> others, Map<String, FeishuTaskDelegate> tasks) {
    this.others = others;
    putAll(tasks);
  }

  @Override
  public boolean containsKey(Object name) {
    return super.containsKey(name) || others.containsKey(name);
  }

  @Override
  public @Nullable Object get(Object name) {
    return super.containsKey(name) ? super.get(name) : others.get(name);
  }

  @Override
  public Set<Object> keySet() {
    Set<Object> names = new HashSet<>(others.keySet());
    names.addAll(super.keySet());
    return names;
  }
}
