package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine's beans together with the task. The engine's own beans are looked up by name and never
 * copied: the bean map of a {@code camunda.cfg.xml} throws for any other operation.
 */
final class BeansWithTask extends HashMap<Object, Object> {

  private final transient Map<Object, Object> others;

  BeansWithTask(Map<Object, Object> others, FetchAllowedRemediesDelegate task) {
    this.others = others;
    put(FetchAllowedRemediesDelegate.BEAN_NAME, task);
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
