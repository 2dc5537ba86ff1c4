package io.remedyflow.crash;

import java.io.IOException;

/** The process that is killed: an engine that runs jobs. */
final class NodeMain {

  private NodeMain() {}

  public static void main(String[] args) throws IOException {
    new NodeEngine(args[0], args[1], args[2], Integer.parseInt(args[3])).thatRunsJobs().build();
    System.out.println(Node.READY);
    // The test's end of the pipe closes with the test, whatever became of it.
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(1);
  }
}
