/**
 * Endpoints of Feishu's attendance: request, answer, and what an answer means in the terms of
 * {@code remedy}.
 */
@NullMarked
package io.remedyflow.feishu.attendance;

import org.jspecify.annotations.NullMarked;
