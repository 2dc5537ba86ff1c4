package io.remedyflow.feishu.client;

import io.remedyflow.ratelimit.RateLimiter;

/**
 * What a connection knows about one endpoint.
 *
 * @param limiter of its calls; connections over the same app with the same limits share it
 * @param latency how long its answers take, over this connection's network
 * @param block whether Feishu blocks it
 */
record EndpointState(RateLimiter limiter, RecentLatency latency, Block block) {}
