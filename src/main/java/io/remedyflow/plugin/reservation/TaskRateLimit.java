package io.remedyflow.plugin.reservation;

import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.util.Optional;

/**
 * The rate limit that the calls of a task keep to.
 *
 * @param connection the connection that the task calls over
 * @param operation the operation of the task
 */
public record TaskRateLimit(FeishuConnection connection, Operation<?, ?> operation) {

  /** Reserves the first free permit. */
  Reservation reserve(Urgency urgency) {
    return connection.reserve(operation, urgency);
  }

  /** A later reservation for a call that would have to wait now; empty if it may be made. */
  Optional<Reservation> laterReservation(Urgency urgency) {
    return connection.laterReservation(operation, urgency);
  }

  /** Releases a reservation whose call is not made, for another call. */
  void release(Reservation reservation) {
    connection.release(operation, reservation);
  }

  /** The time from now until the moment of a reservation; zero if it has passed. */
  Duration until(Reservation reservation) {
    return connection.until(reservation);
  }

  /** How long a call has to wait that comes together with many others; zero for the first. */
  Duration spread(Urgency urgency) {
    return connection.spread(operation, urgency);
  }

  /** How long Feishu's answers take at present. */
  public Duration usualLatency() {
    return connection.usualLatency(operation);
  }
}
