/**
 * The access token of one app: fetched once, kept, and replaced in time; and the app's secret,
 * which may change while the application runs.
 *
 * <p>Entry point: {@link io.remedyflow.feishu.token.TenantTokens}.
 */
@NullMarked
package io.remedyflow.feishu.token;

import org.jspecify.annotations.NullMarked;
