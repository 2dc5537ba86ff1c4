package io.remedyflow.plugin.reservation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * This node's reservations for the waiting jobs of one engine. A job that runs uses its
 * reservation. The reservation of a job that is gone or has another due date is released for other
 * jobs. Safe for use by many threads.
 */
public final class JobReservations {

  /** How long a reservation is remembered after its due date, until its job runs. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /**
   * Above this number a reservation is forgotten: its permit is then used or lost, but not
   * released.
   */
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
   * @param limit the rate limit that the permit belongs to
   * @param permit the permit
   * @param due the due date of its job
   */
  record JobReservation(TaskRateLimit limit, Reservation permit, Instant due) {

    Urgency urgency() {
      return permit.urgency();
    }

    /** Whether another job can still use the permit. */
    boolean isAhead() {
      return due.isAfter(DueDates.now().plus(WakeUps.TICK));
    }

    void release() {
      limit.release(permit);
    }
  }

  /** Stores the reservation of a waiting job. */
  void made(String jobId, JobReservation reservation) {
    byJob.put(jobId, reservation);
  }

  /**
   * Removes the reservation of a job that runs now. If the job runs early, the reservation is
   * released for another job.
   */
  Optional<JobReservation> used(String jobId) {
    JobReservation reservation = byJob.asMap().remove(jobId);
    if (reservation != null && reservation.isAhead()) {
      reservation.release();
    }
    return Optional.ofNullable(reservation);
  }

  /** Whether this job has a reservation. */
  boolean exist(String jobId) {
    return byJob.getIfPresent(jobId) != null;
  }

  /** Releases the reservation of a job that is gone. */
  void release(String jobId) {
    used(jobId);
  }

  /**
   * Releases this reservation of a job that is gone or has another due date, unless the job has
   * another reservation by now.
   */
  void release(String jobId, JobReservation made) {
    if (byJob.asMap().remove(jobId, made) && made.isAhead()) {
      made.release();
    }
  }

  /** The reservations by job id. A view that other threads change. */
  Map<String, JobReservation> waiting() {
    return byJob.asMap();
  }
}
