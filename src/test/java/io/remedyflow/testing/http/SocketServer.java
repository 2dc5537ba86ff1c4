package io.remedyflow.testing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of this machine, and a thread for each socket that comes to it. What is said there is the
 * fixture's business; the port and all sockets are closed with this.
 */
public final class SocketServer implements AutoCloseable {

  private static final int BACKLOG = 512;

  private final ServerSocket listening;
  private final Servant servant;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<Socket, Thread> threads = new ConcurrentHashMap<>();

  /** What is done with a socket, which stays open afterwards unless it was closed. */
  @FunctionalInterface
  public interface Servant {

    void serve(Socket socket) throws IOException, InterruptedException;
  }

  private SocketServer(ServerSocket listening, Servant servant) {
    this.listening = listening;
    this.servant = servant;
    daemon(this::accept);
  }

  /** On a free port of the loopback address. */
  public static SocketServer start(Servant servant) {
    try {
      return on(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), servant);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a socket that is made already, as one with a certificate is; it is closed with this. */
  public static SocketServer on(ServerSocket listening, Servant servant) {
    return new SocketServer(listening, servant);
  }

  /** One that accepts every connection, and says nothing. */
  public static SocketServer mute() {
    return start(socket -> {});
  }

  /** A port on which no server listened a moment ago. */
  public static int unusedPort() {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a thread that keeps no JVM alive. */
  public static Thread daemon(Runnable work) {
    Thread thread = prepared(work);
    thread.start();
    return thread;
  }

  private static Thread prepared(Runnable work) {
    Thread thread = new Thread(work, "socket-server");
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread thread = prepared(() -> serve(socket));
        connections.incrementAndGet();
        threads.put(socket, thread);
        thread.start();
      }
    } catch (IOException closed) {
      // As it is by close().
    }
  }

  private void serve(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      servant.serve(socket);
    } catch (IOException | InterruptedException gone) {
      // The other side has left, as it should when an act never ends.
      hangUp(socket);
    } finally {
      if (socket.isClosed()) {
        threads.remove(socket);
      }
    }
  }

  /** Closes one socket. */
  public static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** How many sockets came so far. */
  public int connections() {
    return connections.get();
  }

  /** Those that this side has not closed. */
  public List<Socket> open() {
    return threads.keySet().stream().filter(socket -> !socket.isClosed()).toList();
  }

  /** Waits for the threads of the sockets that this side has closed. */
  public void awaitClosed() throws InterruptedException {
    for (Map.Entry<Socket, Thread> each : threads.entrySet()) {
      if (each.getKey().isClosed()) {
        each.getValue().join();
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open().forEach(SocketServer::hangUp);
  }
}
