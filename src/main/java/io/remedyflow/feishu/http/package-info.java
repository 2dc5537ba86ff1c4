/**
 * One HTTP exchange inside one deadline, over a pool of kept connections; and the secrets that must
 * not be repeated from a reply.
 *
 * <p>Entry point: {@link io.remedyflow.feishu.http.HttpTransport}.
 */
@NullMarked
package io.remedyflow.feishu.http;

import org.jspecify.annotations.NullMarked;
