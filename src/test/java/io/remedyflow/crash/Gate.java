package io.remedyflow.crash;

import io.remedyflow.testing.http.SocketServer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * A point that a node passes only while the test lets it. It is a task, and the model decides where
 * it stands: after Feishu's answer and before the commit, for instance.
 */
final class Gate implements AutoCloseable {

  private final List<Socket> waiting = new ArrayList<>();
  private final SocketServer server = SocketServer.start(this::receive);
  private boolean open = true;

  int port() {
    return server.port();
  }

  synchronized void shut() {
    open = false;
  }

  /** Lets all jobs pass, waiting and later ones. */
  synchronized void open() {
    open = true;
    waiting.forEach(SocketServer::hangUp);
    waiting.clear();
  }

  /** How many came to the shut gate, those included who died waiting. */
  synchronized int arrived() {
    return waiting.size();
  }

  /** To hang up is the sign to pass. */
  private synchronized void receive(Socket visitor) {
    if (open) {
      SocketServer.hangUp(visitor);
    } else {
      waiting.add(visitor);
    }
  }

  /** What the model runs, in the process of the engine. */
  static JavaDelegate passing(int port) {
    return execution -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getInputStream().read();
      }
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
