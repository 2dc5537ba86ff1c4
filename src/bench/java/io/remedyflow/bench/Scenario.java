package io.remedyflow.bench;

/** One thing that the benchmark measures. */
interface Scenario {

  Findings run(Stage stage) throws Exception;
}
