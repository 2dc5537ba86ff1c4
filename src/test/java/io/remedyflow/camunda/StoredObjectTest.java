package io.remedyflow.camunda;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.Variables.SerializationDataFormats;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects from an untrusted source, in an engine that accepts Java-serialised ones. */
class StoredObjectTest {

  @RegisterExtension
  static final TaskEngine engine =
      new TaskEngine(configuration -> configuration.setJavaSerializationFormatEnabled(true));

  @AfterEach
  void clean_up() {
    Gadget.fired = 0;
  }

  @Test
  void the_gadget_fires_when_it_is_deserialised() throws Exception {
    try (var in =
        new ObjectInputStream(
            new ByteArrayInputStream(Base64.getDecoder().decode(java(new Gadget()))))) {
      assertThat(in.readObject()).isInstanceOf(Gadget.class);
    }

    assertThat(Gadget.fired).isEqualTo(1);
  }

  @Provokes(FaultRow.S8)
  @ParameterizedTest
  @ValueSource(strings = {"remedyDate", "userId", "employeeType"})
  void an_object_of_an_unknown_class_is_rejected_and_never_read(String input) {
    var instance = run(Map.of(input, serialized(Gadget.class.getName(), java(new Gadget()))));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "remedyMessage")).contains("StoredObjectTest");
    assertThat(Gadget.fired).isZero();
  }

  @Provokes(FaultRow.S8)
  @ParameterizedTest
  @ValueSource(strings = {"java.time.LocalDate", "java.time.ZonedDateTime", "java.math.BigInteger"})
  void an_object_that_lies_about_its_class_is_rejected_and_never_read(String claimed) {
    for (String input : List.of("remedyDate", "userId", "employeeType")) {
      var list = new ArrayList<>(List.of(new Gadget()));
      for (Object lie : List.of(new Gadget(), list, new Gadget[] {new Gadget()})) {
        var instance = run(Map.of(input, serialized(claimed, java(lie))));

        assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
        assertThat(engine.queries()).isEmpty();
        assertThat(Gadget.fired).as("%s in %s", lie.getClass(), input).isZero();
        engine.reset();
      }
    }
  }

  @Provokes(FaultRow.S8)
  @ParameterizedTest
  @ValueSource(
      strings = {"", "rO0AB", "no base64!", "rO0ABXNyAA1qYXZhLnRpbWUuU2VylV2EuhsiSLIMAAB4cHc="})
  void bytes_that_are_no_object_are_rejected(String bytes) {
    var instance = run(Map.of("remedyDate", serialized("java.time.LocalDate", bytes)));

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
  }

  @Test
  void a_day_that_was_serialised_elsewhere_is_still_read() {
    for (Object day :
        List.of(LocalDate.of(2021, 1, 4), ZonedDateTime.parse("2021-01-03T17:00:00Z[UTC]"))) {
      run(Map.of("remedyDate", serialized(day.getClass().getName(), java(day))));

      assertThat(engine.queries())
          .singleElement()
          .extracting(q -> q.remedyDate())
          .hasToString("2021-01-04");
      engine.reset();
    }
  }

  @Test
  void a_long_user_id_that_was_stored_before_a_job_is_read_after_it() {
    run(Map.of("userId", Variables.objectValue(new BigInteger("12345678901234567890")).create()));

    assertThat(engine.queries())
        .extracting(q -> q.userId())
        .containsExactly("12345678901234567890");
  }

  @Test
  void json_of_a_known_class_is_read_and_of_another_is_rejected() {
    run(Map.of("userId", json("java.math.BigInteger", "12345678901234567890")));
    assertThat(engine.queries())
        .extracting(q -> q.userId())
        .containsExactly("12345678901234567890");

    for (TypedValue value :
        List.of(
            json("java.math.BigInteger", "{\"no\": \"number\"}"),
            json("javax.swing.JEditorPane", "{}"))) {
      engine.reset();
      var instance = run(Map.of("userId", value));
      assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
      assertThat(engine.queries()).isEmpty();
    }
  }

  /** Stores the inputs, then runs the task in a job that finds them in the database. */
  private static ProcessInstance run(Map<String, Object> inputs) {
    var variables = new HashMap<String, Object>(Map.of("userId", "7", "remedyDate", "20210104"));
    variables.putAll(inputs);
    variables.put("onRejection", "continue");
    var model =
        TaskEngine.fetch(TaskEngine.process("p"), "fetch", Map.of())
            .camundaAsyncBefore()
            .userTask("after")
            .endEvent()
            .done();
    var instance = engine.start(model, variables);
    engine.runJob();
    return instance;
  }

  private static TypedValue serialized(String claimed, String bytes) {
    return Variables.serializedObjectValue(bytes)
        .serializationDataFormat(SerializationDataFormats.JAVA)
        .objectTypeName(claimed)
        .create();
  }

  private static TypedValue json(String claimed, String text) {
    return Variables.serializedObjectValue(text)
        .serializationDataFormat(SerializationDataFormats.JSON)
        .objectTypeName(claimed)
        .create();
  }

  private static String java(Object object) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** An object that does something when it is deserialised. */
  static final class Gadget implements Serializable {

    private static final long serialVersionUID = 1;

    static int fired;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      fired++;
    }
  }
}
