package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.Set;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * The job definitions of our tasks that this node has had to do with lately, by their ids. An
 * engine in which none of our tasks is used has none of them. Safe for use by many threads.
 */
final class TaskJobDefinitions {

  /**
   * A retry cycle may wait for hours; whoever waits longer is found by the engine's own polling.
   */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** More versions than a company runs at once. */
  private static final int AT_MOST = 200;

  private final Cache<String, Boolean> ids =
      Caches.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(AT_MOST).build();

  /** A job of one of our tasks was created, or has run. */
  void note(JobEntity job) {
    note(job.getJobDefinitionId());
  }

  /** That job definition is one of our tasks'. Null is what very old jobs hold. */
  void note(@Nullable String jobDefinitionId) {
    if (jobDefinitionId != null) {
      ids.put(jobDefinitionId, true);
    }
  }

  Set<String> ids() {
    return Set.copyOf(ids.asMap().keySet());
  }
}
