/**
 * The words of the domain and the port to whoever answers: JDK only.
 *
 * <p>Nothing here knows JSON, an engine or Feishu's numbers; an answer may <em>carry</em> a code.
 */
@NullMarked
package io.remedyflow.remedy;

import org.jspecify.annotations.NullMarked;
