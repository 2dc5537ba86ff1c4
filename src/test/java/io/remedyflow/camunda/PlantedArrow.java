package io.remedyflow.camunda;

import io.remedyflow.feishu.client.FeishuConnection;

/** A wrong arrow, planted so that the rule against it is seen to work. */
public final class PlantedArrow {

  /** Forbidden: the rooms meet in the wiring only. */
  public void closes(FeishuConnection lookup) {
    lookup.close();
  }
}
