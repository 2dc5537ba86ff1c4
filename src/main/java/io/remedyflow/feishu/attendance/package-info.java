/**
 * Endpoints of Feishu's attendance: request, answer, and what an answer means in the terms of
 * {@code remedy}; and the operations that call several of them.
 *
 * <p>Entry points: {@link io.remedyflow.feishu.attendance.AllowedRemediesEndpoint}, {@link
 * io.remedyflow.feishu.attendance.StartOperation}, {@link
 * io.remedyflow.feishu.attendance.DecisionOperation} and {@link
 * io.remedyflow.feishu.attendance.RecordsOperation}.
 */
@NullMarked
package io.remedyflow.feishu.attendance;

import org.jspecify.annotations.NullMarked;
