package io.remedyflow.plugin.config;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.attendance.DecisionOperation;
import io.remedyflow.feishu.attendance.RecordsOperation;
import io.remedyflow.feishu.attendance.StartOperation;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.feishu.contact.UserIdsEndpoint;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.util.HashMap;
import java.util.Map;

/** Which operation of Feishu answers each type of request. */
public final class Operations {

  /** The operations of all tasks. */
  public static final Operations ALL =
      new Operations(Map.of())
          .with(EmployeeQuery.class, UserIdsEndpoint.INSTANCE)
          .with(RemedyQuery.class, AllowedRemediesEndpoint.INSTANCE)
          .with(StartRequest.class, StartOperation.INSTANCE)
          .with(DecisionRequest.class, DecisionOperation.INSTANCE)
          .with(RecordsQuery.class, RecordsOperation.INSTANCE);

  private final Map<Class<?>, Operation<?, ?>> byRequest;

  private Operations(Map<Class<?>, Operation<?, ?>> byRequest) {
    this.byRequest = Map.copyOf(byRequest);
  }

  /** Checks a connection with a call that changes nothing, of the endpoint that most apps need. */
  public static ConnectionCheck check(FeishuConnection connection) {
    return connection.check(AllowedRemediesEndpoint.INSTANCE, AllowedRemediesEndpoint.PROBE);
  }

  /** These operations and one more. */
  public <Q extends Request<A>, A> Operations with(Class<Q> type, Operation<Q, A> operation) {
    Map<Class<?>, Operation<?, ?>> more = new HashMap<>(byRequest);
    more.put(type, operation);
    return new Operations(more);
  }

  /** The operation for a request. */
  @SuppressWarnings("unchecked") // only with() adds entries, and it checks the types
  public <A> Operation<Request<A>, A> of(Request<A> request) {
    return (Operation<Request<A>, A>) of(request.getClass());
  }

  /**
   * The operation for requests of this type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Operation<?, ?> of(Class<?> requestType) {
    Operation<?, ?> operation = byRequest.get(requestType);
    if (operation == null) {
      throw new IllegalArgumentException("no operation answers a " + requestType.getName());
    }
    return operation;
  }

  /** The endpoints of all operations. */
  Endpoint<?, ?>[] endpoints() {
    return byRequest.values().stream()
        .flatMap(operation -> operation.endpoints().stream())
        .distinct()
        .toArray(Endpoint<?, ?>[]::new);
  }
}
