package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Scope;

/**
 * Takes a decision on a remedy. The page does not say what becomes of one that is reported twice;
 * here it is an error like any other that comes too late.
 */
public final class DecisionEndpoint implements Api {

  /** Its address. */
  public static final String PATH = "/open-apis/attendance/v1/approval_infos/process";

  /** The page has other types beside it, of approvals that nobody can start here. */
  private static final String REMEDY = "remedy";

  private final Remedies remedies;

  /** Decides on these. */
  public DecisionEndpoint(Remedies remedies) {
    this.remedies = remedies;
  }

  @Override
  public Scope scope() {
    return Scope.ATTENDANCE_WRITE;
  }

  @Override
  public ObjectNode data(Request request) {
    Fields.requireJson(request);
    var fields = Fields.of(request);
    String approvalId = fields.text("approval_id");
    if (!fields.text("approval_type").equals(REMEDY)) {
      throw Fields.invalid("approval_type", "only remedies can be decided on here");
    }
    Remedy remedy = remedies.move(approvalId, wanted(fields.integer("status", 1, 4)));

    ObjectNode data = Json.object();
    data.putObject("approval_info")
        .put("approval_id", approvalId)
        .put("approval_type", REMEDY)
        .put("status", remedy.state().code());
    return data;
  }

  private static RemedyState wanted(int action) {
    return switch (action) {
      case 1 -> RemedyState.REJECTED;
      case 2 -> RemedyState.PASSED;
      case 4 -> RemedyState.WITHDRAWN;
      default -> throw Fields.invalid("status", "send 1 (reject), 2 (approve) or 4 (revoke)");
    };
  }
}
