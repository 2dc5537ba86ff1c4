package io.remedyflow.feishu.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HttpClient's pool that logs nothing. The usual one logs headers and bodies, and
 * with them the token and the app secret, as soon as the root logger is set to DEBUG.
 */
final class QuietConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {

  /** The shortest time that HttpClient can wait. */
  private static final Timeout GLANCE = Timeout.ofMilliseconds(1);

  /** Far above any valid head of an answer; without bounds, HttpClient would read on forever. */
  private static final Http1Config BOUNDED =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

  private final IdleConnections idle;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean answered;
  private volatile Timeout socketTimeout = Timeout.DISABLED;
  private boolean isIdle;

  QuietConnection(IdleConnections idle) {
    // The parser does not take the bounds from the connection.
    super(BOUNDED, null, null, null, null, null, new DefaultHttpResponseParserFactory(BOUNDED));
    this.idle = idle;
  }

  @Override
  protected void bind(SocketHolder holder) throws IOException {
    Socket socket = holder.getSocket();
    if (closed.get()) {
      socket.close();
      throw new InterruptedIOException("the connection was closed while it was made");
    }
    answered = false;
    super.bind(holder);
    socketTimeout = Timeout.ofMilliseconds(socket.getSoTimeout());
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new QuietSocket(socket));
  }

  /** Adds TLS to a socket that is already bound. */
  @Override
  public void bind(SSLSocket secure, Socket socket) throws IOException {
    bind(new QuietSocket(secure, socket));
  }

  /**
   * Sends only if nothing is left from the last answer. What is left would be taken for the next
   * answer, which may be about another employee.
   */
  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    if (answered && hasData()) {
      close(CloseMode.IMMEDIATE);
      throw new ConnectionClosedException("the peer sent data without a request");
    }
    super.sendRequestHeader(request);
  }

  private boolean hasData() throws IOException {
    if (!(getSocketHolder() instanceof QuietSocket socket)) {
      return isDataAvailable(GLANCE);
    }
    socket.onlyLook(true);
    try {
      return isDataAvailable(GLANCE);
    } finally {
      socket.onlyLook(false);
    }
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {
    answered = true;
  }

  @Override
  public @Nullable Socket getSocket() {
    SocketHolder holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    super.setSocketTimeout(timeout);
    socketTimeout = timeout;
  }

  @Override
  public void passivate() {
    super.setSocketTimeout(Timeout.DISABLED);
    setIdle(true);
    idle.add(this);
  }

  @Override
  public void activate() {
    idle.remove(this);
    setIdle(false);
    super.setSocketTimeout(socketTimeout);
  }

  private synchronized void setIdle(boolean now) {
    isIdle = now;
  }

  /**
   * Only one thread at a time may check: the check changes the socket's timeout and then restores
   * it. If two checks overlap, one may read without a timeout, forever. The pool checks before it
   * activates.
   */
  @Override
  public synchronized boolean isStale() throws IOException {
    return super.isStale();
  }

  /**
   * Closes the connection if the peer has closed it and no exchange uses it; the next exchange
   * connects it again.
   */
  synchronized void closeIfDead() {
    try {
      if (isIdle && isStale()) {
        idle.remove(this);
        super.close();
      }
    } catch (IOException e) {
      // The connection was found broken while closing, and is closed.
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      idle.remove(this);
      super.close();
    }
  }

  @Override
  public void close(CloseMode mode) {
    if (closed.compareAndSet(false, true)) {
      idle.remove(this);
      super.close(mode);
    }
  }
}
