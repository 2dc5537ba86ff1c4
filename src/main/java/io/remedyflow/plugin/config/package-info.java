/**
 * Reads and checks the configuration, reads the secrets, and opens the connections. Does not depend
 * on the engine.
 *
 * <p>Entry point: {@link io.remedyflow.plugin.config.RemedyflowConnections}.
 */
@NullMarked
package io.remedyflow.plugin.config;

import org.jspecify.annotations.NullMarked;
