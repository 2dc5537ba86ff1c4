/**
 * What must hold against attackers: models that want more than they may have, a far side that
 * repeats secrets or sends poison, and every place where either could show.
 */
package io.remedyflow.security;
