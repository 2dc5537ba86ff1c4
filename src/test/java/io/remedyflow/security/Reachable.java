package io.remedyflow.security;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** All objects of ours, and of the libraries under us, that some objects lead to. */
final class Reachable {

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> next = new ArrayDeque<>();

  private Reachable() {}

  static Set<Object> from(Collection<?> roots) {
    Reachable walk = new Reachable();
    roots.forEach(walk::meet);
    while (!walk.next.isEmpty()) {
      walk.open(walk.next.pop());
    }
    return walk.seen;
  }

  private void meet(Object object) {
    if (object != null && seen.add(object)) {
      next.push(object);
    }
  }

  private void open(Object object) {
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            meet(key);
            meet(value);
          });
    } else if (object instanceof Iterable<?> elements) {
      try {
        elements.forEach(this::meet);
      } catch (UnsupportedOperationException e) {
        // A queue inside of Caffeine, whose elements are met in its map.
      }
    } else if (object instanceof Object[] elements) {
      Arrays.asList(elements).forEach(this::meet);
    } else if (object instanceof Optional<?> optional) {
      optional.ifPresent(this::meet);
    } else if (object instanceof AtomicReference<?> reference) {
      meet(reference.get());
    } else if (object instanceof CompletableFuture<?> future) {
      if (future.isDone() && !future.isCompletedExceptionally()) {
        meet(future.join());
      }
    }
    for (Class<?> type = object.getClass(); isOpen(type); type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredFields()).forEach(field -> meet(value(field, object)));
    }
  }

  private static boolean isOpen(Class<?> type) {
    return type != null
        && (type.getName().startsWith("io.remedyflow.")
            || type.getName().startsWith("io.github.")
            || type.getName().startsWith("com.github.benmanes.")
            || type.getName().startsWith("org.apache.hc."));
  }

  private static Object value(Field field, Object object) {
    if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) {
      return null;
    }
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
