package io.remedyflow.camunda;

import io.remedyflow.feishu.client.FeishuConnection;

/** A forbidden dependency, which shows that the rule against it works. */
public final class PlantedArrow {

  /** Forbidden: the rooms meet in the wiring only. */
  public void closes(FeishuConnection lookup) {
    lookup.close();
  }
}
