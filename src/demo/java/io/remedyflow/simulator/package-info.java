/**
 * A Feishu that runs on this machine: real HTTP, a small company, no tenant needed.
 *
 * <p>It knows the JDK, JSON trees and Feishu's official page, and no other class of this project: a
 * fake that shared our classes would share our mistakes, and a wrong field name would pass on both
 * sides.
 *
 * <p>Here is what tests and the demo use: {@link io.remedyflow.simulator.FeishuSimulator}, its
 * settings and faults. Below are {@code http} (the wire), {@code platform} (tokens, scopes, rate
 * limits), {@code company} (people and their remedies) and {@code api} (an endpoint each).
 */
@NullMarked
package io.remedyflow.simulator;

import org.jspecify.annotations.NullMarked;
