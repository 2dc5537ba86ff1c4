package io.remedyflow.testing.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of new connections is full: a SYN gets no answer. Linux alone has such. */
public final class BlackHole implements AutoCloseable {

  private final ServerSocket full;
  private final List<Socket> waiting = new ArrayList<>();

  public BlackHole() throws IOException {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  /**
   * One at that address.
   *
   * @param port 0 for any that is free
   */
  public BlackHole(InetAddress address, int port) throws IOException {
    full = new ServerSocket(port, 1, address);
    for (int n = 0; n < 10; n++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(new InetSocketAddress(address, port()), 100);
      } catch (SocketTimeoutException atLast) {
        return;
      }
    }
    throw new IllegalStateException("the queue at " + address + " is never full");
  }

  public int port() {
    return full.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    full.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }
}
