package io.remedyflow.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * A point that a node passes only while the test lets it. A task of the model, so that it lies
 * where the model puts it: behind Feishu's answer and before the commit, for instance.
 */
final class Gate implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> waiting = new ArrayList<>();
  private boolean open = true;

  Gate() {
    try {
      listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread porter = new Thread(this::receive, "gate");
    porter.setDaemon(true);
    porter.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  synchronized void shut() {
    open = false;
  }

  /** Lets everybody pass who waits, and who is to come. */
  synchronized void open() {
    open = true;
    waiting.forEach(Gate::hangUp);
    waiting.clear();
  }

  /** How many came to the shut gate, those included who died waiting. */
  synchronized int arrived() {
    return waiting.size();
  }

  private void receive() {
    try {
      while (true) {
        Socket visitor = listening.accept();
        synchronized (this) {
          if (open) {
            hangUp(visitor);
          } else {
            waiting.add(visitor);
          }
        }
      }
    } catch (IOException closed) {
      open();
    }
  }

  /** To hang up is the sign to pass. */
  private static void hangUp(Socket visitor) {
    try {
      visitor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
