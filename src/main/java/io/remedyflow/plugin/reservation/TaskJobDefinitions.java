package io.remedyflow.plugin.reservation;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.Set;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the job definitions of our tasks that this node has used recently. An engine that uses
 * none of our tasks has none. Safe for use by many threads.
 */
public final class TaskJobDefinitions {

  /** A retry cycle may wait for hours; the engine's own polling finds jobs that wait longer. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** More versions than a company runs at once. */
  private static final int AT_MOST = 200;

  private final Cache<String, Boolean> ids =
      Caches.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(AT_MOST).build();

  /** Notes a job of our tasks that was created or runs. */
  void note(JobEntity job) {
    note(job.getJobDefinitionId());
  }

  /** Notes a job definition of our tasks; very old jobs hold null. */
  void note(@Nullable String jobDefinitionId) {
    if (jobDefinitionId != null) {
      ids.put(jobDefinitionId, true);
    }
  }

  Set<String> ids() {
    return Set.copyOf(ids.asMap().keySet());
  }
}
