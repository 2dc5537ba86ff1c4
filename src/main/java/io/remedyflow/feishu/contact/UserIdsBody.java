package io.remedyflow.feishu.contact;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code data} of the answer; Feishu guarantees none of the fields. */
record UserIdsBody(@JsonProperty(UserIdsBody.LIST) @Nullable List<@Nullable UserBody> userList) {

  static final String LIST = "user_list";

  /**
   * One match, or the echo of an address without one.
   *
   * @param userId in the type of id that was asked for; absent if Feishu names no employee
   */
  record UserBody(
      @JsonProperty("user_id") @Nullable String userId,
      @Nullable String email,
      @Nullable String mobile,
      @Nullable StatusBody status) {

    /** Without the employee, to keep personal data out of logs. */
    @Override
    public String toString() {
      return "UserBody[status=" + status + "]";
    }
  }

  /** The employee's status; absent without a scope for it. */
  record StatusBody(
      @JsonProperty("is_frozen") @Nullable Boolean isFrozen,
      @JsonProperty("is_resigned") @Nullable Boolean isResigned,
      @JsonProperty("is_activated") @Nullable Boolean isActivated,
      @JsonProperty("is_exited") @Nullable Boolean isExited,
      @JsonProperty("is_unjoin") @Nullable Boolean isUnjoin) {}
}
