/**
 * Rate limits: how many calls may be made, and when. Knows neither Feishu nor an engine.
 *
 * <p>Entry point: {@link io.remedyflow.ratelimit.RateLimiters}. {@link
 * io.remedyflow.ratelimit.SharedRateLimit} is the port to a limit that several nodes share.
 */
@NullMarked
package io.remedyflow.ratelimit;

import org.jspecify.annotations.NullMarked;
