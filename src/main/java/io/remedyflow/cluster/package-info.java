/**
 * One budget for all nodes on one database: the buckets of Bucket4j that they share in PostgreSQL,
 * over a few connections of their own. Knows the database, and neither engine nor HTTP.
 */
@NullMarked
package io.remedyflow.cluster;

import org.jspecify.annotations.NullMarked;
