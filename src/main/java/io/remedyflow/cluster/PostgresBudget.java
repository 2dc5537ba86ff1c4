package io.remedyflow.cluster;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.SharedBudget;
import io.remedyflow.feishu.Urgency;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The budget of one app: a bucket for the turns of each urgency, and one for the calls.
 *
 * <p>The buckets hold one token, and fall into debt: whoever takes more learns when the debt will
 * be paid, which is when its turns are. They are found by what Feishu counts by and by the limits,
 * never by a connection's name, which may differ from node to node; nodes with other limits, such
 * as during a rolling change, have another bucket.
 */
final class PostgresBudget implements SharedBudget {

  /** Else the database would go on waiting for the lock of a node that is frozen. */
  private static final Duration CANCELLED_AFTER = Duration.ofSeconds(1);

  private final BudgetTable table;
  private final DatabaseClock clock;
  private final CommonTime time;
  private final Map<Urgency, Bucket> turns = new EnumMap<>(Urgency.class);
  private final Bucket calls;

  PostgresBudget(
      DataSource database, BudgetTable table, DatabaseClock clock, ConnectionSettings settings) {
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
    for (Urgency urgency : Urgency.values()) {
      turns.put(urgency, bucket(buckets, settings, "turns " + urgency, SharedBudget.TURNS));
    }
    calls = bucket(buckets, settings, "calls", SharedBudget.CALLS);
  }

  private static Bucket bucket(
      ProxyManager<String> buckets, ConnectionSettings settings, String purpose, double share) {
    String id = settings.budgetName() + " " + purpose;
    BucketConfiguration configuration = configuration(settings, share);
    return buckets.builder().build(id, () -> configuration);
  }

  private static BucketConfiguration configuration(ConnectionSettings settings, double share) {
    ConfigurationBuilder builder =
        BucketConfiguration.builder()
            .addLimit(evenly(settings.requestsPerSecond() * share, Duration.ofSeconds(1)));
    Integer perMinute = settings.requestsPerMinute();
    return (perMinute == null ? builder : builder.addLimit(perMinute(perMinute))).build();
  }

  private static Bandwidth evenly(double calls, Duration span) {
    Duration interval = Duration.ofNanos((long) Math.ceil(span.toNanos() / calls));
    return BandwidthBuilder.builder().capacity(1).refillGreedy(1, interval).build();
  }

  /** What is saved up and what comes in together never exceed the limit of any minute. */
  private static Bandwidth perMinute(int calls) {
    Duration minute = Duration.ofMinutes(1);
    int saved = calls / 10;
    return saved < 2
        ? evenly(calls * SharedBudget.TURNS, minute)
        : BandwidthBuilder.builder().capacity(saved).refillGreedy(calls - saved, minute).build();
  }

  @Override
  public synchronized Duration reserve(Urgency urgency, int turns) {
    Bucket bucket = Objects.requireNonNull(this.turns.get(urgency));
    return untilLast(bucket, turns);
  }

  /** A bucket takes back no more than its debt. */
  @Override
  public synchronized void release(Urgency urgency, int turns) {
    table.ensure();
    clock.keepUp();
    Objects.requireNonNull(this.turns.get(urgency)).addTokens(turns);
  }

  @Override
  public synchronized Duration claim(int calls) {
    return untilLast(this.calls, calls);
  }

  private Duration untilLast(Bucket bucket, int count) {
    table.ensure();
    clock.keepUp();
    long debt = bucket.consumeIgnoringRateLimits(count);
    return Duration.ofNanos(debt).minus(time.sinceTold());
  }
}
