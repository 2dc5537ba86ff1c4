/**
 * One HTTP exchange within one deadline, over a pool of kept connections; and the secrets that must
 * not be shown from a reply.
 *
 * <p>Entry point: {@link io.remedyflow.feishu.http.HttpTransport}.
 */
@NullMarked
package io.remedyflow.feishu.http;

import org.jspecify.annotations.NullMarked;
