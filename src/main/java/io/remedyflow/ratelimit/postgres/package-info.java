/**
 * The rate limit that nodes on one PostgreSQL share: buckets of Bucket4j in a table, over a few
 * database connections of their own. Knows the database, and neither engine nor HTTP.
 */
@NullMarked
package io.remedyflow.ratelimit.postgres;

import org.jspecify.annotations.NullMarked;
