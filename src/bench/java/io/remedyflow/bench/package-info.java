/**
 * Measures what the plugin is worth beside others: processes of their own for the engines and for a
 * Feishu that enforces its limit, tables and curves out. {@link io.remedyflow.bench.Bench} is where
 * it starts; it never runs with the tests.
 */
package io.remedyflow.bench;
