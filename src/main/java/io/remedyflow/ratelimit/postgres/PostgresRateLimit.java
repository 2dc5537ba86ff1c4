package io.remedyflow.ratelimit.postgres;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.remedyflow.ratelimit.RateLimit;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SharedRateLimit;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The shared rate limit of one app and endpoint: a bucket for the reservations of each urgency, and
 * one for the permits.
 *
 * <p>A bucket holds one token and can be in debt: taking more than it holds returns when the debt
 * will be paid, and that is the moment of the permit. A bucket's key is what calls are counted by,
 * and the limits: nodes with other limits, as during a rolling change, have another bucket.
 */
final class PostgresRateLimit implements SharedRateLimit {

  /** Otherwise the database would keep waiting for the lock of a node that is frozen. */
  private static final Duration CANCELLED_AFTER = Duration.ofSeconds(1);

  private final RateLimitTable table;
  private final DatabaseClock clock;
  private final CommonTime time;
  private final Map<Urgency, Bucket> reservations = new EnumMap<>(Urgency.class);
  private final Bucket permits;

  PostgresRateLimit(
      DataSource database,
      RateLimitTable table,
      DatabaseClock clock,
      String name,
      RateLimits limits) {
    this.table = table;
    this.clock = clock;
    time = new CommonTime(clock);
    ProxyManager<String> buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table(table.name())
            .idColumn("id")
            .stateColumn("state")
            .expiresAtColumn("expires_at")
            .clientClock(time)
            .requestTimeout(CANCELLED_AFTER)
            .build();
    String id = name + " " + limits;
    for (Urgency urgency : Urgency.values()) {
      reservations.put(
          urgency,
          bucket(buckets, id + " reservations " + urgency, limits, SharedRateLimit.RESERVED));
    }
    permits = bucket(buckets, id + " permits", limits, SharedRateLimit.PERMITTED);
  }

  private static Bucket bucket(
      ProxyManager<String> buckets, String id, RateLimits limits, double share) {
    BucketConfiguration configuration = configuration(limits, share);
    return buckets.builder().build(id, () -> configuration);
  }

  private static BucketConfiguration configuration(RateLimits limits, double share) {
    RateLimit second = limits.second();
    ConfigurationBuilder builder =
        BucketConfiguration.builder().addLimit(evenly(second.calls() * share, second.span()));
    RateLimit minute = limits.minute();
    return (minute == null ? builder : builder.addLimit(perMinute(minute))).build();
  }

  private static Bandwidth evenly(double calls, Duration span) {
    Duration interval = Duration.ofNanos((long) Math.ceil(span.toNanos() / calls));
    return BandwidthBuilder.builder().capacity(1).refillGreedy(1, interval).build();
  }

  /** Saved and incoming tokens together never exceed the limit of any minute. */
  private static Bandwidth perMinute(RateLimit minute) {
    int calls = minute.calls();
    int saved = calls / 10;
    return saved < 2
        ? evenly(calls * SharedRateLimit.RESERVED, minute.span())
        : BandwidthBuilder.builder()
            .capacity(saved)
            .refillGreedy(calls - saved, minute.span())
            .build();
  }

  @Override
  public synchronized Duration reserve(Urgency urgency, int permits) {
    Bucket bucket = Objects.requireNonNull(reservations.get(urgency));
    return untilLast(bucket, permits);
  }

  /** A bucket takes back at most its debt. */
  @Override
  public synchronized void release(Urgency urgency, int permits) {
    table.ensure();
    clock.keepUp();
    Objects.requireNonNull(reservations.get(urgency)).addTokens(permits);
  }

  @Override
  public synchronized Duration acquire(int count) {
    return untilLast(permits, count);
  }

  private Duration untilLast(Bucket bucket, int count) {
    table.ensure();
    clock.keepUp();
    long debt = bucket.consumeIgnoringRateLimits(count);
    return Duration.ofNanos(debt).minus(time.sinceTold());
  }
}
