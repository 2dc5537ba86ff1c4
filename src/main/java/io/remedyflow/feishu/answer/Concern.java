package io.remedyflow.feishu.answer;

/** What a code is about: whether other calls get the same answer. */
public enum Concern {
  /** The employee that the request names is unknown, at all or to this app. */
  EMPLOYEE,

  /** This call, as far as is known. */
  CALL,

  /** Every call of the endpoint, such as a missing scope. */
  ENDPOINT,

  /** Every call of the app, such as its monthly quota. */
  APP,

  /** Every call of the app, because there is no access token for it. */
  CREDENTIALS
}
