/**
 * From properties to open connections: what may be configured, what is wrong with it, and where
 * secrets are read from. Knows no engine.
 *
 * <p>Entry point: {@link io.remedyflow.plugin.config.RemedyflowConnections}.
 */
@NullMarked
package io.remedyflow.plugin.config;

import org.jspecify.annotations.NullMarked;
