/**
 * What must hold whoever tries: models that want more than their due, a far side that repeats
 * secrets or sends poison, and where all of that could come to light.
 */
package io.remedyflow.security;
