/**
 * A Feishu that runs on this machine: real HTTP, a small company, no tenant needed.
 *
 * <p>It knows the JDK, JSON trees and Feishu's official page, and no other class of this project: a
 * fake that shared our classes would share our mistakes, and a wrong field name would pass on both
 * sides.
 */
@NullMarked
package io.remedyflow.simulator;

import org.jspecify.annotations.NullMarked;
