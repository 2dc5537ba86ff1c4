/**
 * What tests and benchmarks are set up with, each kind once: engines and connections here,
 * processes of their own in {@code process}, databases in {@code database}, and bare sockets that
 * play Feishu or a proxy in {@code http}. A well-behaved Feishu is the simulator of the demo.
 */
package io.remedyflow.testing;
