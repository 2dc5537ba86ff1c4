/**
 * The rate limit that nodes on one PostgreSQL share: buckets of Bucket4j in a table, over a few
 * separate database connections. Knows the database, but neither engine nor HTTP.
 */
@NullMarked
package io.remedyflow.ratelimit.postgres;

import org.jspecify.annotations.NullMarked;
