package io.remedyflow.crash;

import io.remedyflow.testing.http.SocketServer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * A point that a node passes only while the test lets it. A task of the model, so that it lies
 * where the model puts it: behind Feishu's answer and before the commit, for instance.
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

  /** Lets everybody pass who waits, and who is to come. */
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

  /** What the model runs, in whatever process the engine is. */
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
