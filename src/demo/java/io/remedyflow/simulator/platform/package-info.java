/**
 * What stands before every endpoint of the open platform: tokens, scopes, rate limits. Knows no
 * company.
 */
@NullMarked
package io.remedyflow.simulator.platform;

import org.jspecify.annotations.NullMarked;
