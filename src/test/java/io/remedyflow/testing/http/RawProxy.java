package io.remedyflow.testing.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.remedyflow.feishu.ProxySettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that tunnels CONNECT and forwards plain requests, one per connection, for the one user it
 * knows; or says something else to every client.
 */
public final class RawProxy implements AutoCloseable {

  public static final String USER = "proxy-user";
  public static final String PASSWORD = "password-of-the-proxy";

  private static final String CREDENTIALS =
      Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(ISO_8859_1));
  private static final String WHO_ARE_YOU =
      "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final SocketServer server = SocketServer.start(this::serve);
  private volatile String answer = "";
  private volatile boolean silent;

  /** Says this to every request from now on, and hangs up. */
  public RawProxy saying(String text) {
    answer = text.replace("\n", "\r\n");
    return this;
  }

  /** Says nothing from now on. */
  public RawProxy silent() {
    silent = true;
    return this;
  }

  public ProxySettings settings(String password) {
    return new ProxySettings("127.0.0.1", server.port(), USER, password);
  }

  /** The user and the password as they go over the wire. */
  public static String credentials() {
    return CREDENTIALS;
  }

  /** The heads of the requests so far. */
  public List<String> heads() {
    return heads;
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (var request = RawRequest.read(in); request.isPresent(); request = RawRequest.read(in)) {
        String head = request.get().head();
        heads.add(head);
        if (silent) {
          in.readAllBytes();
        } else if (!answer.isEmpty()) {
          socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
          return;
        } else if (head.contains("Proxy-Authorization: Basic " + CREDENTIALS)) {
          passOn(request.get(), in, socket);
          return;
        } else {
          socket.getOutputStream().write(WHO_ARE_YOU.getBytes(ISO_8859_1));
        }
      }
    }
  }

  private static void passOn(RawRequest request, InputStream in, Socket socket) throws IOException {
    String target = request.line().split(" ", 3)[1];
    boolean tunnel = request.line().startsWith("CONNECT");
    URI host = URI.create(tunnel ? "https://" + target : target);
    try (Socket far = new Socket(host.getHost(), host.getPort())) {
      if (tunnel) {
        socket.getOutputStream().write("HTTP/1.1 200 Go on\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        far.getOutputStream().write(request.bytes());
      }
      SocketServer.daemon(() -> pump(in, far));
      far.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  private static void pump(InputStream from, Socket to) {
    try (to;
        OutputStream out = to.getOutputStream()) {
      from.transferTo(out);
    } catch (IOException gone) {
      // One side has left.
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
