package io.remedyflow.feishu.client;

import io.remedyflow.remedy.BilingualText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Feishu is asked to do for a task: one call of an endpoint, or several, one after another and
 * within one deadline. Has no state: one instance serves all connections.
 *
 * <p>An {@link Endpoint} is the operation of one call.
 *
 * @param <Q> the request
 * @param <A> the answer, denials included
 */
public interface Operation<Q, A> {

  /**
   * Makes the calls for a request, in a thread of the connection.
   *
   * @param calls makes the calls
   * @throws io.remedyflow.remedy.RequestRejectedException if the request is at fault
   * @throws io.remedyflow.feishu.FeishuException if there is no answer
   */
  A run(Q request, Calls calls);

  /** Makes the calls of one operation. */
  interface Calls {

    /**
     * Calls an endpoint, within the time that is left for the operation.
     *
     * @throws io.remedyflow.remedy.RequestRejectedException if Feishu rejects the request
     * @throws io.remedyflow.feishu.FeishuException if there is no answer
     */
    <Q, A> A call(Endpoint<Q, A> endpoint, Q request);

    /** The app that makes the calls, at its host: Feishu keeps data and limits for each app. */
    String app();
  }

  /** Its name in logs and metrics, which no other operation has. */
  String name();

  /** The endpoints that it may call. */
  List<Endpoint<?, ?>> endpoints();

  /**
   * The calls that it makes as a rule, in their order. The rate limit of the endpoint that is
   * called most often decides when the operation can be made.
   */
  List<Endpoint<?, ?>> usualCalls();

  /** The personal values of a request, which are masked in logs and in Feishu's messages. */
  List<PersonalValue> personalValues(Q request);

  /** Whether one of its endpoints writes. */
  default boolean writes() {
    return endpoints().stream().anyMatch(endpoint -> !endpoint.isRepeatable());
  }

  /**
   * What an unknown outcome of a call that writes means for this operation, if the operation can be
   * made again all the same: because it finds out first what became of the earlier call, or because
   * a second call changes nothing. Null if it must not be made again, or does not write.
   */
  default @Nullable BilingualText afterUnknownOutcome() {
    return null;
  }
}
