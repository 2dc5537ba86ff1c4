/**
 * Calls an endpoint of Feishu's open platform as one app: token, permit, circuit breaker, retries,
 * reports. Knows no endpoint.
 *
 * <p>Entry points: {@link io.remedyflow.feishu.client.FeishuConnection} and, for what is called,
 * {@link io.remedyflow.feishu.client.Endpoint}.
 */
@NullMarked
package io.remedyflow.feishu.client;

import org.jspecify.annotations.NullMarked;
