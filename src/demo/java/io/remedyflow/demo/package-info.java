/**
 * The runnable sample: an application around {@code bpmn/remedy-approval.bpmn}, or the Chinese one
 * beside it, as a user of the plugin would write it.
 */
@NullMarked
package io.remedyflow.demo;

import org.jspecify.annotations.NullMarked;
