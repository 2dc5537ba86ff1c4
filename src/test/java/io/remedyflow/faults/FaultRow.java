package io.remedyflow.faults;

import java.util.Optional;

/**
 * What can go wrong, and what happens then. The rows of {@code src/docs/operators/faults.md}, which
 * is written from this list and from the tests that are marked with {@link Provokes}.
 */
public enum FaultRow {
  // Network.
  N1("The port is closed", "Repeated inside the call, then the job's retries"),
  N2(
      "Packets vanish while connecting",
      "Given up at the connect timeout or the deadline, then the job's retries"),
  N3(
      "The connection is reset before the answer",
      "Repeated on a new connection, then the job's retries"),
  N4("The connection is reset in the middle of the body", "As N3; a partial answer is never used"),
  N5(
      "A kept connection has died in the pool",
      "Repeated on a fresh connection, invisibly. A peer that vanished silently costs one call its deadline; the job's retry meets no other dead connection"),
  N6("The answer never comes", "Given up at the deadline, then the job's retries"),
  N7("The body arrives byte by byte", "Given up at the deadline, even if bytes still arrive"),
  N8("The JSON is cut off, the length is right", "Repeated, then the job's retries"),
  N9(
      "The body is shorter than its Content-Length, or longer",
      "As N4; remaining bytes are never read as the next answer"),
  N10("A chunk is malformed", "As N4"),
  N11(
      "A captive portal answers 200 with HTML",
      "Repeated, then the job's retries; the text quotes its first words, cleaned"),
  N12(
      "A gateway answers 502, 503 or 504 with HTML",
      "Repeated, after Retry-After if the deadline allows, then the job's retries"),
  N13(
      "The body is endless",
      "Read up to 1 MiB, then the connection is closed; permanent failure. Endless headers: as N10"),
  N14(
      "The body is gzip, a bomb, or broken gzip",
      "Read; a bomb is inflated up to 1 MiB, then as N13; broken gzip is repeated"),
  N15(
      "No charset, a byte order mark, GBK",
      "Read as UTF-8 under every declared charset; a byte order mark is skipped. Other encodings: repeated, then the job's retries"),
  N16(
      "A redirect to another host",
      "Not followed: the token never goes there; permanent failure that names the host"),
  N17(
      "The certificate has expired, is for another host, or is not trusted",
      "Permanent failure that names the cause"),
  N18(
      "The TLS handshake stalls",
      "Given up at the connect timeout or the deadline, then the job's retries"),
  N19(
      "The name does not resolve",
      "Repeated, then the job's retries; the text names the host, or the proxy; health is DOWN"),
  N20(
      "The name moves to another address",
      "New connections go there; pooled ones live at most five minutes"),
  N21(
      "The proxy is down, needs a user, or cannot connect",
      "407, 403 and similar are a permanent failure, because a proxy's policy does not pass by itself; others are repeated, then the job's retries. The password appears nowhere, and a proxy's own reply is never read as Feishu's"),
  N22(
      "Every connection of the pool is in use",
      "Each attempt waits two seconds, then the job's retries, with a text of its own. As many calls as connections run at once; further jobs are rescheduled and lose no retry"),
  N23(
      "Retry-After is a day, or invalid",
      "No thread sleeps beyond the deadline; the due date is capped; an invalid value counts as absent"),
  N24(
      "The thread is interrupted",
      "The wait ends at once and the flag is restored; the job's retries; a call that is not sent yet is not sent"),
  N25(
      "The wall clock jumps",
      "Deadlines and tokens use the monotonic clock; the wall clock is read only for a Retry-After date in a reply without a Date. HttpClient ages pooled connections by the wall clock: a jump closes one early or late"),
  N26(
      "Connecting takes time while a rate limit is kept",
      "A call counts when it is sent; over a new connection when its answer comes, minus the usual latency: at Feishu no second holds more than the limit"),
  N27(
      "One exchange fails, or gets no answer",
      "The other connections stay open, unless the peer has closed them, or a pooled one got no answer and they have not answered since"),
  N28(
      "The peer closes an idle connection",
      "Closed here too, within two seconds and without traffic; the watching thread ends with the last pooled connection"),
  N29(
      "The name server does not answer",
      "The call fails soon after the deadline, with a text of its own, and counts as no answer; only a thread of the connection stays blocked"),

  // The shape of answers.
  J1("Unknown fields, anywhere", "Ignored"),
  J2(
      "code is missing, null or the text \"0\"",
      "Digits as text are read. A missing code, or one that is not a 32-bit integer, is no answer: repeated, then the job's retries"),
  J3("code 0 without data or without a list", "NOT_NEEDED with no slots"),
  J4("code 0 with an empty list", "NOT_NEEDED with no slots"),
  J5("A null among the slots", "Left out, counted in a warning; a list of nulls only is no answer"),
  J6(
      "Numbers and booleans as text, or other types",
      "Digits, true and false as text are read, and any scalar as text; other types (such as 1 for true) are repeated, and the text names the path"),
  J7("Unknown punch_status or work_type", "Feishu's word is kept; UNKNOWN for the number"),
  J8(
      "An invalid time",
      "The slot stays, its time is null, a warning counts them; even if all are invalid, because a person can still choose a punch"),
  J9("A window that ends before it begins", "Passed on as Feishu sent it"),
  J10("Another employee's slots", "Discarded; permanent failure"),
  J11(
      "Thousands of slots",
      "5,000 in 1 MiB are passed on, beyond the database's limit for text; more is a permanent failure"),
  J12(
      "Duplicate keys, deep nesting, NaN, huge numbers",
      "No answer: repeated, then the job's retries"),
  J13("HTTP 400 with a denial's code", "An answer"),
  J14("HTTP 200 with a code that is not 0", "By the code"),
  J15("HTTP 4xx or 5xx without JSON", "By the status"),
  J16(
      "code 0 with data, but the list is not under its name",
      "Read under the name in Feishu's older pages; otherwise no answer: repeated, then the job's retries. Only an empty list, or no data at all, means NOT_NEEDED"),
  J17(
      "Blank fields of a slot",
      "Blank counts as absent; employee and day are filled in from the request"),
  J18(
      "code 0 with an HTTP status of failure",
      "No answer: by the status, as J15; a token in it is not used"),

  // Access tokens.
  T1(
      "Feishu does not accept the token",
      "Only that token is dropped, a new one is fetched, the call is repeated once; then a permanent failure"),
  T2("The token expires during the call", "As T1; the model does not notice"),
  T3("A hundred threads and no token", "One fetch; the others wait within their own deadlines"),
  T4(
      "The token endpoint is down while a token is valid",
      "The token is used to its end; the fetch is repeated in the background"),
  T5(
      "The token endpoint is down and there is no token",
      "All waiting calls fail together, and those that come within a second; then the job's retries"),
  T6(
      "App id or secret is wrong",
      "Permanent failure; no further fetch for 30 seconds; health is DOWN"),
  T7(
      "expire is 0, negative, missing or huge",
      "Not positive: used once; at most two hours; not a number: repeated"),
  T8("code 0 without a token", "Not kept; repeated, then the job's retries"),
  T9("Two apps, or Feishu and Lark, in one JVM", "Each has its own tokens"),
  T10(
      "The secret is changed while the application runs",
      "The next fetch uses it; seconds later no call uses a token of the old one"),
  T11("The scope is missing", "Permanent failure that names the scope"),
  T12("The token endpoint limits its rate", "All calls wait as its header says; still one fetch"),
  T13(
      "The token endpoint does not answer",
      "The circuit breaker opens after six such calls, as when the API does not answer; calls that wait for another call's fetch count"),
  T14(
      "The token endpoint is down, and Retry-After names an hour",
      "Fetched again after 30 seconds; a job waits at most ten minutes. Only a rate limit lasts as long as it is named"),
  T15(
      "The token comes so late that no time is left for the call",
      "The text says so; the job's retries; it does not count as a rate limit"),

  // Rate limits.
  L1(
      "HTTP 429 with code 99991400 and a reset",
      "A cooldown for all calls; a call waits for a short one, a longer one becomes the due date"),
  L2("HTTP 400 with code 99991400", "As L1"),
  L3("HTTP 200 with code 99991400", "As L1"),
  L4("A rate limit without a header", "Growing, jittered cooldowns, from a second to a minute"),
  L5("The reset is invalid", "As L4"),
  L6(
      "Several nodes share one app",
      "On one PostgreSQL they share the rate limit; on other databases each keeps to its part"),
  L7(
      "The shared rate limit is unavailable",
      "A call waits for it for at most 200 ms; each node keeps to its part and tries again, every 5 s at the latest"),
  L8(
      "A burst of jobs",
      "Each job gets a reservation in the connection's rate limit as its due date: none waits in a thread, none fails; a job that comes too early is rescheduled without a trace"),
  L9(
      "The rate limit never ends",
      "No retry is lost for an hour (a day where no code of Feishu's came), then the cycle counts; an incident in the end"),
  L10(
      "A batch beside a single user",
      "A person's first three jobs in a minute, and jobs with a priority above 0, do not queue behind the others, which give way at the call"),
  L11(
      "A rate limit in another form: 9499 \"too many request\", HTTP 429 with any body, the reset header beside an unknown code",
      "As L1, at the token endpoint too. A known code of a permanent failure, such as the monthly quota, keeps its meaning with 429, and any known code beside the header"),
  L12(
      "Retry-After is a date",
      "All three forms of HTTP are read, counted from the reply's own Date; a date in the past counts as absent"),
  L13(
      "The database requires TLS, or its password is rotated",
      "The connections of the shared rate limit use the driver properties of the engine's pool and its current credentials; or the engine's DataSource is used itself"),

  // Writes.
  W1(
      "Nothing is known of a start that was sent: no answer, a reset, HTTP 500, an answer without an id",
      "Sent once, never repeated by the client; the text says that the approval may have been started. The job's retry comes 30 seconds later, finds the approval and adopts it"),
  W2(
      "The look-up before a start fails",
      "Nothing is started; the job's retries, with a text that an earlier attempt may have started it"),
  W3(
      "Nothing is known of a decision that was sent",
      "Sent once; the job's retry reports it again, and Feishu's state tells whether it counts already"),
  W4(
      "Two tasks start a remedy of one punch at the same time",
      "One waits for a second as for a rate limit, without losing a retry, and adopts the approval"),
  W5(
      "Feishu does not show an approval yet that was just started",
      "This node remembers it for two minutes and adopts it, unless Feishu shows it as rejected, cancelled or withdrawn"),

  // The engine.
  E1(
      "kill -9 during the call",
      "Once its lock has expired, the job runs again; one result, nothing is lost"),
  E2("kill -9 between the answer and the commit", "The job calls again; one result"),
  E3("The database is gone at the commit", "Rolled back, run again; never a part of the outputs"),
  E4("The database is gone during the call", "As E3; the HTTP connection is given back"),
  E5("Optimistic locking, from a parallel join", "Run again without losing a retry"),
  E6("The retries are used up", "An incident with a readable text; setting retries resolves it"),
  E7("A failure that no retry can help", "An incident at the first failure, no retries left"),
  E8(
      "A failure with a header that names a time",
      "The job's due date is that time, capped at an hour and jittered; Cockpit shows it"),
  E9("The task is not asynchronous", "Deployed, with a warning that says why it matters"),
  E10(
      "A BPMN error that nothing catches",
      "A warning when deployed, an incident at run time; never a silent end"),
  E11(
      "Shutdown during calls",
      "No new jobs are acquired, calls under way end and commit; interrupted jobs lose no retry and run elsewhere or later"),
  E12("A deadline as long as the job's lock", "The engine does not start"),
  E13("Two hundred days at once", "Each instance keeps its own answer, within the rate limit"),
  E14(
      "Feishu is slow, and other processes have work",
      "No job thread waits for Feishu longer than 120 ms: the call continues without it, and the job runs again when the call has ended"),
  E15(
      "A node without the plugin",
      "The job fails there, with a text that names the bean, and runs elsewhere; a deployment-aware job executor does not acquire it"),
  E16("A model of an older template, or drawn by hand", "It keeps running"),
  E17(
      "A large answer in the history",
      "Stored as JSON, not truncated to the database's text column"),
  E18("Tenants, and two engines in one JVM", "Each with its own connections and tokens"),
  E19(
      "The task runs in a job that began with something else",
      "A failed attempt of that job, at the time of its own cycle: only a job that begins with the task itself is rescheduled without losing a retry"),
  E20(
      "A waiting job is suspended, prioritised, or part of a batch",
      "It stays as it is: the same job is rescheduled by one UPDATE, and no priority is ever changed"),
  E21(
      "Waiting jobs are deleted, cancelled or moved, here or by another node",
      "Their reservations are released, and later jobs can have them"),
  E22(
      "One plugin in several engines, of which one is closed",
      "They share connections, which are closed with the last one; a connection that stays closed costs no retry for a day, then the cycle counts"),
  E23(
      "Engine, plugin and connections do not belong together",
      "The task is registered with the expression managers of Camunda, Spring and CDI. If it cannot work, or configuration would have no effect, the start fails with a sentence that says what to do; in doubt, a warning"),
  E24(
      "A web application whose threads the plugin uses is unloaded",
      "No thread of the plugin holds its class loader; after the close no thread is left"),
  E25(
      "The database keeps due dates to the second, as MySQL does",
      "The jobs of a second are spread over it, and near reservations are kept to the fraction: the node makes each job due in time. If that node has ended, the job runs up to three seconds later"),
  E26(
      "A retry cycle that cannot be read when the job fails",
      "The default cycle and one warning; never three tries in a row"),
  E27("A task without output parameters", "Deployed, with a warning that its results are lost"),
  E28(
      "Tasks that may run at the same time and write the same variables",
      "Deployed, with a warning that names tasks and variables, and the way out; no warning for exclusive paths"),
  E29(
      "Another element than a service task runs the delegate",
      "Send tasks, business rule tasks and message throw events are treated alike: retry cycle, reservation, warnings, rejected deployments; a listener causes a warning"),
  E30(
      "Nothing follows the task",
      "Rejected at deployment if the process can only end there; at the end of a parallel path the task is allowed and still passes its results on"),
  E31(
      "No thread can be started for a moment",
      "That call fails; the next one starts the background work that it should have started"),
  E32(
      "A task's inputs change while its call is under way, or with each evaluation",
      "The answer to the old request is not used: the task calls with the new inputs, and a start listener runs once"),
  E33(
      "A job has its answer, but the executor has no room, or its instance has other work",
      "It is left to the acquisition: exclusive jobs of an instance run one after the other, other jobs as before"),
  E34(
      "A job is cancelled, suspended or run by a person while its call is under way",
      "The answer is dropped, waits, or is used: never a second call, and no delay"),

  // Inputs.
  I1("An invalid user ID", "Rejection, before anything is sent"),
  I2(
      "An employee type that does not exist",
      "Rejection, before anything is sent; absent is employee_id"),
  I3(
      "A date in many forms, or an invalid one",
      "A day is read; anything else is a rejection, before anything is sent"),
  I4("A user ID that is a number", "Read; text keeps its leading zeros"),
  I5("An object of an unknown class", "Never deserialised; rejection"),
  I6("An expression in a value", "Stays text"),
  I7(
      "Four megabytes of text",
      "Rejection, before anything is sent; in onRejection or onFailure, an incident. The text is not repeated"),
  I8("Digits of other scripts", "Not a date; a user ID is sent as it was typed"),
  I9("A Date without a zone", "In the connection's zone, Asia/Shanghai by default"),
  I10(
      "A day in another format than people write it, over REST",
      "The sample converts it to one format, yyyy-MM-dd, for its forms and the business key"),
  I11(
      "A browser in another time zone, west of UTC too",
      "The day and the time that were typed are posted: no form has a date picker, which shifts them"),

  // Codes.
  C1("1226501 to 1226504", "An answer: NOT_NEEDED, NOT_ALLOWED, OUT_OF_RANGE, QUOTA_USED_UP"),
  C2("1220001, 1220004", "Rejection with Feishu's message, cleaned"),
  C3("1220002", "As T1, then a permanent failure"),
  C4("1220005", "Permanent failure that links to the data range"),
  C5("1225000, 1226500, 1227500", "Repeated, then the job's retries; but see C8"),
  C6("1220600", "By Feishu's text: rejection, rate limit, transient or permanent failure"),
  C7(
      "Any other code",
      "With 5xx the job's retries, otherwise a permanent failure; the code is in the outputs"),
  C8(
      "A code that means two things, such as 1227500 \"not find user larkID\"",
      "Feishu's message decides, by one table: an unknown employee is a rejection, and thirty of them do not open the circuit breaker"),
  C9(
      "Feishu blocks the whole app: monthly quota, scope, IP allow-list, app disabled or not installed",
      "One call finds out; for 30 s no other is sent, and each job's incident has the answer's code and log ID; then one call tries again, and an answer ends it"),

  // Security.
  S1("A secret in a model", "No field accepts one, none is read"),
  S2(
      "A model that chooses the host",
      "None is read; a private host needs configuration, a metadata service is rejected, a foreign host causes a warning"),
  S3("An expression in a variable", "Not evaluated a second time"),
  S4(
      "Line breaks or terminal escapes in Feishu's message",
      "Stripped before log, variable and incident"),
  S5("${jndi:} in Feishu's message", "Plain text"),
  S6(
      "Secret and token in any output",
      "Nowhere: logs at TRACE, incidents, variables, history, metrics, actuator, toString"),
  S7("Employees in logs and incidents", "Masked unless configured"),
  S8(
      "A Java object that runs code when it is read, and may claim to be a date",
      "Never deserialised; rejection"),
  S9(
      "The supply chain",
      "Versions are pinned and converge, a bill of materials is built; .ci/build-twice builds again and compares the bytes"),
  S10("Default passwords of the demo", "None: a random one, printed once; on 127.0.0.1 only"),
  S11(
      "What Feishu said of a person, before its job uses it",
      "Only in this node's memory, until the job has used it, for at most half a minute");

  private final String fault;
  private final String outcome;

  FaultRow(String fault, String outcome) {
    this.fault = fault;
    this.outcome = outcome;
  }

  /** What goes wrong. */
  public String fault() {
    return fault;
  }

  /** What happens then. */
  public String outcome() {
    return outcome;
  }

  /** Why no test here provokes this fault; empty where one does. */
  public Optional<String> argument() {
    return Optional.empty(); // every fault is provoked
  }
}
