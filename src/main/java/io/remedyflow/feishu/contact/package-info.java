/** Endpoints of Feishu's contacts: request, answer, and what an answer means. */
@NullMarked
package io.remedyflow.feishu.contact;

import org.jspecify.annotations.NullMarked;
