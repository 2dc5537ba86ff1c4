package io.remedyflow.crash;

import io.remedyflow.testing.process.ChildProcess;

/** The process that is killed: an engine that runs jobs. */
final class NodeMain {

  private NodeMain() {}

  public static void main(String[] args) {
    new NodeEngine(args[0], args[1], args[2], Integer.parseInt(args[3])).thatRunsJobs().build();
    ChildProcess.reply("ready");
    ChildProcess.endWithParent();
  }
}
