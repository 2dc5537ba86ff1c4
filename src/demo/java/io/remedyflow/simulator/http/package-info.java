/**
 * The wire: requests come in, answers go out, or something goes wrong with them on the way. Knows
 * what every endpoint of Feishu has in common, and no endpoint.
 */
@NullMarked
package io.remedyflow.simulator.http;

import org.jspecify.annotations.NullMarked;
