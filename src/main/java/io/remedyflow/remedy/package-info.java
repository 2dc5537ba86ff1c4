/**
 * The domain's types and the port to lookups; uses only the JDK.
 *
 * <p>Nothing here knows JSON, an engine or the meaning of Feishu's codes; an answer may
 * <em>carry</em> a code.
 */
@NullMarked
package io.remedyflow.remedy;

import org.jspecify.annotations.NullMarked;
