/** The approval of a remedy: starting it, deciding it, and finding it again. */
@NullMarked
package io.remedyflow.remedy.approval;

import org.jspecify.annotations.NullMarked;
