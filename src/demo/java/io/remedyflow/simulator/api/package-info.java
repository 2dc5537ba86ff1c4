/**
 * An endpoint each: what a request must look like, what the company says to it, how Feishu puts
 * that.
 */
@NullMarked
package io.remedyflow.simulator.api;

import org.jspecify.annotations.NullMarked;
