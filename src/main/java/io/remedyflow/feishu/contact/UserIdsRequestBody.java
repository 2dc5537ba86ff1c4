package io.remedyflow.feishu.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of the request: one address. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UserIdsRequestBody(
    @Nullable List<String> emails,
    @Nullable List<String> mobiles,
    @JsonProperty("include_resigned") boolean includeResigned) {

  static UserIdsRequestBody of(EmployeeQuery query) {
    List<String> address = List.of(query.address().value());
    boolean byEmail = query.address() instanceof EmployeeAddress.Email;
    return new UserIdsRequestBody(
        byEmail ? address : null, byEmail ? null : address, query.includesResigned());
  }
}
