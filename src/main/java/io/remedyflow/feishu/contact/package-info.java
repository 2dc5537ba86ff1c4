/**
 * Endpoints of Feishu's contacts: request, answer, and what an answer means in the terms of {@code
 * remedy}.
 *
 * <p>Entry point: {@link io.remedyflow.feishu.contact.UserIdsEndpoint}.
 */
@NullMarked
package io.remedyflow.feishu.contact;

import org.jspecify.annotations.NullMarked;
