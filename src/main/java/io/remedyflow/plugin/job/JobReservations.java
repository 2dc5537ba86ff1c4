package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What this node has reserved for the jobs of one engine that wait. A job that runs uses its
 * reservation; that of a job that is gone, or that was given another due date, is released for
 * other jobs. Safe for use by many threads.
 */
final class JobReservations {

  /** How long a job that is due may take to run, before it is forgotten. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** Beyond that a reservation is forgotten: its permit is then used, or lost, but not released. */
  private static final int AT_MOST = 100_000;

  private final Cache<String, JobReservation> byJob =
      Caches.newBuilder()
          .maximumSize(AT_MOST)
          .expireAfter(
              Expiry.writing(
                  (String job, JobReservation made) ->
                      Duration.between(DueDates.now(), made.due()).plus(REMEMBERED)))
          .build();

  /**
   * A permit in the future.
   *
   * @param connection whose rate limit it is taken from
   * @param permit the permit
   * @param due the due date of its job
   */
  record JobReservation(FeishuConnection connection, Reservation permit, Instant due) {

    Urgency urgency() {
      return permit.urgency();
    }

    /** Whether the permit can still be of use to another job. */
    boolean isAhead() {
      return due.isAfter(DueDates.now().plus(WakeUps.TICK));
    }

    void release() {
      connection.release(permit);
    }
  }

  /** A job waits with this reservation. */
  void made(String jobId, JobReservation reservation) {
    byJob.put(jobId, reservation);
  }

  /** A job runs now; if that is before its time, another job may have what it had reserved. */
  Optional<JobReservation> used(String jobId) {
    JobReservation reservation = byJob.asMap().remove(jobId);
    if (reservation != null && reservation.isAhead()) {
      reservation.release();
    }
    return Optional.ofNullable(reservation);
  }

  /** Whether something is reserved for this job. */
  boolean exist(String jobId) {
    return byJob.getIfPresent(jobId) != null;
  }

  /** A job is gone. */
  void release(String jobId) {
    used(jobId);
  }

  /** A job is gone, or waits for another time; unless it has reserved something else meanwhile. */
  void release(String jobId, JobReservation made) {
    if (byJob.asMap().remove(jobId, made) && made.isAhead()) {
      made.release();
    }
  }

  /** What waits, by the job's id. A view that other threads change. */
  Map<String, JobReservation> waiting() {
    return byJob.asMap();
  }
}
