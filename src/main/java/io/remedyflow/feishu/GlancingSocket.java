package io.remedyflow.feishu;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A socket at which one can look whether anything has come, without waiting for it: the shortest
 * time that HttpClient can wait is a millisecond, and before each call that is a lot.
 */
final class GlancingSocket extends SocketHolder {

  private volatile boolean glancing;

  private GlancingSocket(Socket socket) {
    super(socket);
  }

  private GlancingSocket(SSLSocket secure, Socket socket) {
    super(secure, socket);
  }

  static GlancingSocket of(SocketHolder holder) {
    SSLSocket secure = holder.getSSLSocket();
    return secure == null
        ? new GlancingSocket(holder.getSocket())
        : new GlancingSocket(secure, holder.getBaseSocket());
  }

  /** From now on, or no more, a read does not wait where nothing has come. */
  void glance(boolean onlyGlance) {
    glancing = onlyGlance;
  }

  @Override
  protected InputStream getInputStream(Socket socket) throws IOException {
    return new FilterInputStream(super.getInputStream(socket)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (glancing && in.available() == 0 && nothingOnTheWire(socket)) {
          throw new NothingThereException();
        }
        return in.read(bytes, offset, length);
      }
    };
  }

  /** Behind TLS something may be there that is not yet decrypted. */
  private boolean nothingOnTheWire(Socket socket) throws IOException {
    Socket wire = getBaseSocket();
    return wire == null || wire == socket || wire.getInputStream().available() == 0;
  }

  /** Comes before nearly every call, so that it carries no stack trace. */
  private static final class NothingThereException extends SocketTimeoutException {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
