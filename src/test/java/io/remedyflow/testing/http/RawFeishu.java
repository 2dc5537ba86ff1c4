package io.remedyflow.testing.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Feishu of bare sockets. It gives out tokens as it should, and answers attempts with {@link
 * Act}s that no web server would perform.
 */
public final class RawFeishu implements AutoCloseable {

  public static final String TOKEN = "t-of-the-raw-feishu";

  /** The answer to an attempt for which no act is left. */
  public static final String ANSWER =
      "{\"code\":0,\"msg\":\"success\",\"data\":{\"user_allowed_remedys\":[{\"user_id\":\"late.li\",\"punch_no\":0,\"work_type\":1}]}}";

  private final SocketServer server;
  private final String scheme;
  private final Queue<Act> acts = new ConcurrentLinkedQueue<>();
  private final Set<Socket> vanished = ConcurrentHashMap.newKeySet();
  private final List<RawRequest> attempts = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  private RawFeishu(ServerSocket listening, String scheme) {
    this.scheme = scheme;
    server = SocketServer.on(listening, this::serve);
  }

  public static RawFeishu start() {
    return start(InetAddress.getLoopbackAddress(), 0);
  }

  public static RawFeishu start(InetAddress address, int port) {
    try {
      return new RawFeishu(new ServerSocket(port, 128, address), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawFeishu behindTls(ServerSocket listening) {
    return new RawFeishu(listening, "https");
  }

  /** What is done to one attempt; the connection stays in use unless the act closes it. */
  @FunctionalInterface
  public interface Act {

    void on(Socket socket, RawFeishu feishu) throws IOException, InterruptedException;

    /** These bytes, unchanged. */
    static Act bytes(byte[] bytes) {
      return (socket, feishu) -> socket.getOutputStream().write(bytes);
    }

    /** This text, with line ends as HTTP has them where it has bare ones. */
    static Act text(String text) {
      return bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    /** A proper answer. */
    static Act answer(int status, String headers, byte[] body) {
      return bytes(message(status, headers, body));
    }

    /** The connection ends in an RST. */
    static Act reset() {
      return (socket, feishu) -> {
        socket.setSoLinger(true, 0);
        socket.close();
      };
    }

    /** The connection ends in a FIN. */
    static Act hangUp() {
      return (socket, feishu) -> socket.close();
    }

    /** Nothing, for as long as this Feishu lives, and the connection stays open. */
    static Act silence() {
      return (socket, feishu) -> feishu.closing.await();
    }

    /** This text, a character at a time. */
    static Act dribble(String text, int pauseMillis) {
      return (socket, feishu) -> {
        for (byte one : text.getBytes(ISO_8859_1)) {
          socket.getOutputStream().write(one);
          if (feishu.closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      };
    }

    /** This text again and again, until the other side closes. */
    static Act endlessly(String text) {
      return (socket, feishu) -> {
        byte[] bytes = text.repeat(1 + 65_536 / text.length()).getBytes(ISO_8859_1);
        while (feishu.closing.getCount() > 0) {
          socket.getOutputStream().write(bytes);
        }
      };
    }

    default Act then(Act next) {
      return (socket, feishu) -> {
        on(socket, feishu);
        next.on(socket, feishu);
      };
    }
  }

  public static byte[] message(int status, String headers, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(RawAnswer.head(status, headers, body.length).getBytes(ISO_8859_1));
    message.writeBytes(body);
    return message.toByteArray();
  }

  /** Scripts the next attempts, in this order. */
  public void next(Act... next) {
    acts.addAll(List.of(next));
  }

  public URI baseUrl() {
    // A certificate is for a name.
    String host = scheme.equals("https") ? "localhost" : "127.0.0.1";
    return URI.create(scheme + "://" + host + ":" + port());
  }

  public int port() {
    return server.port();
  }

  /** The heads of the attempts so far, without those for tokens. */
  public List<String> attempts() {
    return attempts.stream().map(RawRequest::head).toList();
  }

  /** The attempts so far, with their bodies. */
  public List<RawRequest> messages() {
    return List.copyOf(attempts);
  }

  /** How many requests came, those for tokens included. */
  public int requests() {
    return requests.get();
  }

  /** How many connections were opened so far. */
  public int connections() {
    return server.connections();
  }

  /** How many of them neither side has closed. */
  public long open() {
    return server.open().size();
  }

  /** Never says anything on the present connections again, and closes none of them. */
  public void vanish() {
    vanished.addAll(server.open());
  }

  /**
   * Does this to every connection there is, as a peer does that is restarted. What is closed by it
   * is read no more afterwards: until the thread that reads it has woken up, a closed socket of
   * Java's still takes what is sent to it.
   */
  public void toAll(Act act) throws IOException, InterruptedException {
    for (Socket socket : server.open()) {
      act.on(socket, this);
    }
    server.awaitClosed();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (var request = RawRequest.read(in); request.isPresent(); request = RawRequest.read(in)) {
        requests.incrementAndGet();
        if (vanished.contains(socket)) {
          closing.await();
        }
        if (request.get().wantsToken()) {
          socket.getOutputStream().write(RawAnswer.token(TOKEN).getBytes(UTF_8));
        } else {
          attempts.add(request.get());
          Act act = acts.poll();
          (act == null ? Act.answer(200, "", ANSWER.getBytes(UTF_8)) : act).on(socket, this);
        }
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
