package io.remedyflow.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** How many bytes this JVM allocated on the heap, in ended threads too. */
final class Allocation {

  private long allocated;
  private long usedAfterLast;

  Allocation() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  collected(
                      GarbageCollectionNotificationInfo.from(
                              (CompositeData) notification.getUserData())
                          .getGcInfo()),
              null,
              null);
    }
  }

  private synchronized void collected(GcInfo collection) {
    allocated += Math.max(0, used(collection.getMemoryUsageBeforeGc()) - usedAfterLast);
    usedAfterLast = used(collection.getMemoryUsageAfterGc());
  }

  private static long used(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> pool.getKey().matches(".*(Eden|Survivor|Old|Tenured).*"))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  synchronized long bytes() {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return allocated + Math.max(0, used - usedAfterLast);
  }
}
