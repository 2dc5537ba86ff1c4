package io.remedyflow.faults;

import java.util.Optional;

/**
 * What can go wrong, and what happens then. The rows of {@code src/docs/operators/faults.md}, which
 * is written from this list and from the tests that are marked with {@link Provokes}.
 */
public enum FaultRow {
  // Network.
  N1("The port is closed", "Asked again inside the call, then the job's retries"),
  N2(
      "Packets vanish while connecting",
      "Left at the connect timeout or the deadline, then the job's retries"),
  N3(
      "The connection is reset before the answer",
      "Asked again on a new connection, then the job's retries"),
  N4(
      "The connection is reset in the middle of the body",
      "As N3; half an answer is never taken for one"),
  N5(
      "A kept connection has died in the pool",
      "Asked again on a fresh connection; nobody notices. A peer that vanished without a word costs one call its deadline, and the job's retry meets no other dead connection"),
  N6("The answer never comes", "Left at the deadline, then the job's retries"),
  N7(
      "The body dribbles, a byte now and then",
      "Left at the deadline, however lively the connection"),
  N8("The JSON is cut off, the length is right", "Asked again, then the job's retries"),
  N9(
      "The body is shorter than its Content-Length, or longer",
      "As N4; what is left over is never taken for the next answer"),
  N10("A chunk is malformed", "As N4"),
  N11(
      "A captive portal answers 200 with HTML",
      "Asked again, then the job's retries; the text quotes its first words, clean"),
  N12(
      "A gateway answers 502, 503 or 504 with HTML",
      "Asked again, after Retry-After where the deadline allows, then the job's retries"),
  N13(
      "The body is endless",
      "Read to 1 MiB, the connection dropped; trouble without retry. Endless headers are as N10"),
  N14("The body is gzip, a bomb, or broken gzip", "Read; capped at 1 MiB inflated; asked again"),
  N15(
      "No charset, a byte order mark, GBK",
      "UTF-8 is assumed, whatever is declared, and a byte order mark skipped; what is no UTF-8 is asked again, then the job's retries"),
  N16(
      "A redirect to another host",
      "Not followed: the token never goes there; trouble without retry that names the host"),
  N17(
      "The certificate has expired, is another host's, or nobody's",
      "Trouble without retry that names the cause"),
  N18(
      "The TLS handshake stalls",
      "Left at the connect timeout or the deadline, then the job's retries"),
  N19(
      "The name does not resolve",
      "Asked again, then the job's retries; the text names the host, or the proxy; health is DOWN"),
  N20(
      "The name moves to another address",
      "New connections go there; kept ones live five minutes at the most"),
  N21(
      "The proxy is gone, asks for a user, or cannot connect",
      "407, 403 and their like are trouble without retry, for a proxy's policy does not pass; all else is asked again, then the job's retries. The password is nowhere, and what a proxy says instead of connecting is never taken for Feishu's"),
  N22(
      "Every connection of the pool is in use",
      "Waited for two seconds at each attempt, then the job's retries, with a text of its own; as many calls as there are connections run at once, and a job that comes beyond that goes back and loses no retry"),
  N23(
      "Retry-After is a day, or nonsense",
      "No thread sleeps beyond the deadline; the due date is capped; nonsense counts as silence"),
  N24(
      "The thread is interrupted",
      "Whoever waits stops at once, the flag is restored, the job's retries; what is not sent yet is not sent"),
  N25(
      "The wall clock jumps",
      "Deadlines and tokens go by the monotonic clock, and nothing that talks to Feishu reads another, except for a Retry-After date in a reply without a Date; HttpClient ages kept connections by the wall clock, so that a jump closes one early or late"),
  N26(
      "Connecting takes time while a rate limit is kept",
      "A call counts when it is sent; over a new connection when its answer comes, less what answers take otherwise: no second holds more than the limit at Feishu"),
  N27(
      "One exchange fails, or gets no answer",
      "The connections beside it stay open, unless the peer has closed them, or a kept one got no answer and they have answered nobody since"),
  N28(
      "The peer closes a connection that nobody uses",
      "Closed here too, within two seconds and without traffic; the thread that looks ends with the last kept connection"),
  N29(
      "The name server does not answer",
      "Who waits is told soon after the deadline, with a text of its own, and it counts as silence; only a thread of the connection's own is left behind"),

  // The shape of answers.
  J1("Unknown fields, anywhere", "Ignored"),
  J2(
      "code is missing, null or the text \"0\"",
      "Digits as text are read; without a code, or with one that is no whole number of 32 bits, it is no answer: asked again, then the job's retries"),
  J3("code 0 without data or without a list", "NOT_NEEDED with no slots"),
  J4("code 0 with an empty list", "NOT_NEEDED with no slots"),
  J5(
      "A null among the slots",
      "Left out, counted in a warning; a list of nothing else is no answer"),
  J6(
      "Numbers and booleans as text, or other types",
      "Digits and true or false as text are read, any scalar where text is due; all else, 1 for true among it, is asked again, and the text names the path"),
  J7("Unknown punch_status or work_type", "Feishu's word is kept; UNKNOWN for the number"),
  J8(
      "A time that is none",
      "The slot stays, its time is null, a warning counts them; so too where all are none, for a person can still choose a punch"),
  J9("A window that ends before it begins", "Handed on as Feishu sent it"),
  J10("Another employee's slots", "Thrown away; trouble without retry"),
  J11(
      "Thousands of slots",
      "5,000 in 1 MiB are handed on, beyond the database's limit for text; more is trouble without retry"),
  J12(
      "Duplicate keys, deep nesting, NaN, huge numbers",
      "No answer: asked again, then the job's retries"),
  J13("HTTP 400 with a business code", "An answer"),
  J14("HTTP 200 with a code that is not 0", "By the code"),
  J15("HTTP 4xx or 5xx without JSON", "By the status"),
  J16(
      "code 0 with data, but the list is not under its name",
      "Read under the name of Feishu's older pages; otherwise no answer: asked again, then the job's retries. Only a list without elements, or no data at all, means NOT_NEEDED"),
  J17(
      "Blank fields of a slot",
      "Blank counts as absent; employee and day are filled in with what was asked"),
  J18(
      "code 0 under a status that is no success",
      "No answer: by the status, as J15; a token under it is not used"),

  // Access tokens.
  T1(
      "Feishu does not accept the token",
      "That token alone is dropped, one is fetched, the call is replayed once; then trouble without retry"),
  T2("The token ends on the way", "As T1; the model does not notice"),
  T3("A hundred threads and no token", "One fetch; the others wait within their own deadlines"),
  T4(
      "The token endpoint is down while a token lives",
      "The token is used to its end; the fetch is repeated in the background"),
  T5(
      "The token endpoint is down and there is no token",
      "All who wait fail together, and who comes within a second with them; then the job's retries"),
  T6(
      "App id or secret is wrong",
      "Trouble without retry; not asked again for 30 seconds; health is DOWN"),
  T7(
      "expire is 0, negative, missing or huge",
      "Used once where it is not positive; two hours at the most; asked again where it is no number"),
  T8("code 0 without a token", "Not kept; asked again, then the job's retries"),
  T9("Two apps, or Feishu and Lark, in one JVM", "Each has its own tokens"),
  T10(
      "The secret is changed while the application runs",
      "The next fetch uses it, and seconds later no call uses the old one's token"),
  T11("The scope is missing", "Trouble without retry that names the scope"),
  T12(
      "The token endpoint limits its rate",
      "Waited for as its header says, by whoever comes meanwhile too; still one fetch"),
  T13(
      "The token endpoint says nothing",
      "The circuit breaker opens after six such calls, as where the API says nothing; those that wait for another call's fetch count"),
  T14(
      "The token endpoint is down, and Retry-After names an hour",
      "Asked again after 30 seconds; a job waits ten minutes at the most. Only a rate limit is kept as long as it is named"),
  T15(
      "The token comes so late that no time is left for the call",
      "Said so, and left to the job's retries; it is not taken for a rate limit"),

  // Rate limits.
  L1(
      "HTTP 429 with code 99991400 and a reset",
      "The whole connection pauses; a short pause is waited for, a longer one becomes the due date"),
  L2("HTTP 400 with code 99991400", "As L1"),
  L3("HTTP 200 with code 99991400", "As L1"),
  L4(
      "A rate limit without a header",
      "Growing, jittered pauses of the whole connection, from a second to a minute"),
  L5("The reset is nonsense", "As L4"),
  L6(
      "Several nodes share one app",
      "On one PostgreSQL they share its calls as they need them; elsewhere each keeps to its part"),
  L7(
      "The shared rate limit is unavailable",
      "Nobody waits for it longer than 200 ms; each node keeps to its part and looks again, after 5 s at the latest"),
  L8(
      "A burst of jobs",
      "Each job gets a reservation in the connection's rate limit as its due date: none waits in a thread, none fails; one that comes too early is rescheduled without a trace"),
  L9(
      "The rate limit never ends",
      "No retry is lost for an hour (a day where no code of Feishu's came), then the cycle counts; an incident in the end"),
  L10(
      "A batch beside a single user",
      "A person's first three jobs in a minute, and jobs with a priority above 0, do not queue behind the others; those give way at the call"),
  L11(
      "A rate limit in another shape: 9499 \"too many request\", HTTP 429 with any body, the reset header beside an unknown code",
      "As L1, at the token endpoint too; a known code that somebody has to act on, such as the monthly quota, stays what it is under 429, and any known code beside the header"),
  L12(
      "Retry-After is a date",
      "All three forms of HTTP are read, counted from the reply's own Date; one that is over counts as silence"),
  L13(
      "The database demands TLS, or its password is rotated",
      "The shared limit's own connections are made as the engine's pool makes its own, with its driver properties and its credentials of that moment; or the engine's DataSource is used itself"),

  // The engine.
  E1(
      "kill -9 during the call",
      "Once its lock has expired, the job runs again; one result, nothing is lost"),
  E2("kill -9 between the answer and the commit", "Asked again; one result"),
  E3("The database is gone at the commit", "Rolled back, run again; no half of the outputs"),
  E4("The database is gone during the call", "As E3; the HTTP connection is given back"),
  E5("Optimistic locking, from a parallel join", "Run again without losing a retry"),
  E6("The retries are used up", "An incident a person can read; setting retries heals it"),
  E7("Trouble that no retry mends", "An incident at the first failure, no retries left"),
  E8(
      "Trouble with a header that says when",
      "The job's due date is that time, capped at an hour and jittered; Cockpit shows it"),
  E9("The task is not asynchronous", "Deployed, with a warning that says why it matters"),
  E10(
      "A BPMN error that nothing catches",
      "A warning when deployed, an incident at run time; never a silent end"),
  E11(
      "Shutdown during calls",
      "Nothing new is taken, calls under way end and commit; what is cut off costs no retry and runs elsewhere or later"),
  E12("A deadline as long as the job's lock", "The engine does not start"),
  E13("Two hundred days at once", "Each instance keeps its own answer, within the budget"),
  E14(
      "Feishu is slow, others have work to do",
      "No job thread waits for Feishu for longer than 120 ms: the call goes on without it, and the job comes back when it has ended"),
  E15(
      "A node without the plugin",
      "The job fails there, with a text that names the bean, and runs elsewhere; a deployment-aware job executor leaves it alone"),
  E16("A model of an older template, or made by hand", "It goes on running"),
  E17("A large answer in the history", "Stored as JSON, not cut to the database's text"),
  E18("Tenants, and two engines in one JVM", "Each with its own connections and tokens"),
  E19(
      "The task runs in a job that began with something else",
      "A failed attempt of that job, at the time of its own cycle: only a job that begins with the task itself is rescheduled without losing a retry"),
  E20(
      "A job that waits is suspended, prioritised, or known to a batch",
      "It stays as it is: the same job is put back, by one UPDATE, and no priority is ever changed"),
  E21(
      "Jobs that wait are deleted, cancelled or moved, here or by another node",
      "What is reserved for them is released, so that the next job need not wait for nobody"),
  E22(
      "One plugin in several engines, of which one is closed",
      "They share connections, which are closed with the last one; a connection that stays closed costs no retry for a day, then the cycle counts"),
  E23(
      "Engine, plugin and connections do not belong together",
      "The task is made known to expression managers of Camunda, Spring and CDI; where it could not work, or configuration would have no effect, the start is refused with a sentence that says what to do; where that is only doubtful, a warning"),
  E24(
      "A web application whose threads the plugin uses is unloaded",
      "No thread of the plugin holds its class loader; after the close no thread is left"),
  E25(
      "The database keeps due dates to the second, as MySQL does",
      "The jobs of a second are spread over it, and near turns are kept to the fraction: their node makes each job due in time. Where that node has ended, the job runs up to three seconds later"),
  E26(
      "A retry cycle that cannot be read when the job fails",
      "The default cycle and one warning; never three tries in a row"),
  E27("A task without output parameters", "Deployed, with a warning that its results are lost"),
  E28(
      "Tasks that may run at the same time and write the same variables",
      "Deployed, with a warning that names tasks and variables, and the way out; exclusive paths are not warned of"),
  E29(
      "Another element than a service task runs the delegate",
      "Send and business rule tasks and message events that are thrown are tasks like any other: retry cycle, reservation, warnings, refusals; a listener is warned of"),
  E30(
      "Nothing follows the task",
      "Refused when deployed where the process can only end there; where paths part, it may be the last one and still hands its results on"),
  E31(
      "No thread can be started for a moment",
      "The call that met it fails; the next one starts the work in the background that it should have started"),
  E32(
      "A task's inputs change while its call is under way, or with each look at them",
      "The answer to the old question is not used: the task asks what it is told then, and a start listener runs once"),
  E33(
      "A job comes back with its answer, and the executor has no room, or its instance other work",
      "It is left to the acquisition: exclusive jobs of an instance run one after the other, others' jobs as before"),
  E34(
      "A job is cancelled, suspended or run by hand while its call is under way",
      "The answer is forgotten, waits, or is used: never a second call, and nothing is held up"),

  // Inputs.
  I1("A user id that cannot be one", "Rejection, before anything is sent"),
  I2(
      "An employee type that does not exist",
      "Rejection, before anything is sent; absent is employee_id"),
  I3(
      "A date in many shapes, or none",
      "What is a day is read; all else is a rejection before anything is sent"),
  I4("A user id that is a number", "Read; text keeps its leading zeros"),
  I5("An object of an unknown class", "Never deserialised; rejection"),
  I6("An expression in a value", "Stays text"),
  I7(
      "Four megabytes of text",
      "Rejection, before anything is sent; for an action of the model, an incident. The text is not repeated"),
  I8("Digits of other scripts", "No date; a user id is sent as it was typed"),
  I9("A Date without a zone", "In the connection's zone, Asia/Shanghai by default"),
  I10(
      "A day in another form than people write it, over REST",
      "The sample puts it into one form, yyyy-MM-dd, for its forms and the business key"),
  I11(
      "A browser in another time zone, west of UTC too",
      "The day and the time that were typed are posted: no form has a date picker, which shifts them"),

  // Codes.
  C1("1226501 to 1226504", "An answer: NOT_NEEDED, NOT_ALLOWED, OUT_OF_RANGE, QUOTA_USED_UP"),
  C2("1220001, 1220004", "Rejection with Feishu's message, clean"),
  C3("1220002", "As T1, then trouble without retry"),
  C4("1220005", "Trouble without retry that links to the data range"),
  C5("1225000, 1226500, 1227500", "Asked again, then the job's retries; but see C8"),
  C6("1220600", "By Feishu's text: rejection, trouble with or without retry"),
  C7(
      "Any other code",
      "Under 5xx the job's retries, else trouble without retry; the code is in the outputs"),
  C8(
      "A code that means two things, such as 1227500 \"not find user larkID\"",
      "Feishu's message decides, by one table: an unknown employee is a rejection, and thirty of them open no circuit"),
  C9(
      "The whole app is refused: monthly quota, scope, IP allow-list, app disabled or not installed",
      "One call learns of it; for 30 s no other is sent, and each job's incident has the answer's code and log id; then one call tries again, and an answer ends it"),

  // Security.
  S1("A secret in a model", "No field takes one, none is read"),
  S2(
      "A model that chooses the host",
      "None is read; a private host needs configuration, a metadata service is refused, a foreign host is warned of"),
  S3("An expression in a variable", "Not evaluated a second time"),
  S4(
      "Line breaks or terminal escapes in Feishu's message",
      "Stripped before log, variable and incident"),
  S5("${jndi:} in Feishu's message", "Plain text"),
  S6(
      "Secret and token in any sink",
      "Nowhere: logs at TRACE, incidents, variables, history, metrics, actuator, toString"),
  S7("Employees in logs and incidents", "Masked unless configured"),
  S8(
      "A Java object that runs code when it is read, and may call itself a date",
      "Never deserialised; rejection"),
  S9(
      "The supply chain",
      "Versions are pinned and converge, a bill of materials is built; .ci/build-twice builds again and compares the bytes"),
  S10("Default passwords of the demo", "None: a random one, printed once; on 127.0.0.1 only"),
  S11(
      "What Feishu said of a person, while its job is not there",
      "In this node's memory alone, until the job has used it, for half a minute at the most");

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
