package io.remedyflow.plugin.config;

import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.Request;
import java.util.HashMap;
import java.util.Map;

/** Which endpoint of Feishu answers each type of request. */
public final class Endpoints {

  /** The endpoints of all tasks. */
  public static final Endpoints ALL =
      new Endpoints(Map.of()).with(RemedyQuery.class, AllowedRemediesEndpoint.INSTANCE);

  /** The endpoint that a check of a connection calls: it changes nothing, and each app needs it. */
  public static final Endpoint<?, ?> FOR_CHECKS = AllowedRemediesEndpoint.INSTANCE;

  private final Map<Class<?>, Endpoint<?, ?>> byRequest;

  private Endpoints(Map<Class<?>, Endpoint<?, ?>> byRequest) {
    this.byRequest = Map.copyOf(byRequest);
  }

  /** These endpoints and one more. */
  public <Q extends Request<A>, A> Endpoints with(Class<Q> type, Endpoint<Q, A> endpoint) {
    Map<Class<?>, Endpoint<?, ?>> more = new HashMap<>(byRequest);
    more.put(type, endpoint);
    return new Endpoints(more);
  }

  @SuppressWarnings("unchecked") // only with() adds entries, and it checks the types
  public <A> Endpoint<Request<A>, A> of(Request<A> request) {
    return (Endpoint<Request<A>, A>) of(request.getClass());
  }

  /**
   * The endpoint for requests of this type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Endpoint<?, ?> of(Class<?> requestType) {
    Endpoint<?, ?> endpoint = byRequest.get(requestType);
    if (endpoint == null) {
      throw new IllegalArgumentException("no endpoint answers a " + requestType.getName());
    }
    return endpoint;
  }

  Endpoint<?, ?>[] all() {
    return byRequest.values().toArray(Endpoint<?, ?>[]::new);
  }
}
