/**
 * Runs operations on Feishu's open platform as one app, and makes their calls of endpoints: token,
 * permit, circuit breaker, retries, reports. Knows no endpoint.
 *
 * <p>Entry points: {@link io.remedyflow.feishu.client.FeishuConnection} and, for what is called,
 * {@link io.remedyflow.feishu.client.Operation} and {@link io.remedyflow.feishu.client.Endpoint}.
 */
@NullMarked
package io.remedyflow.feishu.client;

import org.jspecify.annotations.NullMarked;
