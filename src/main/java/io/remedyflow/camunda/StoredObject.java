package io.remedyflow.camunda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.variable.Variables.SerializationDataFormats;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object variable only where that runs no code but the JDK's.
 *
 * <p>The class that a variable claims to be of stands beside its bytes, and whoever wrote the bytes
 * wrote the claim: what Java serialised is read here, under a filter, and never by the engine.
 */
final class StoredObject {

  private static final Set<String> READABLE =
      Set.of(BigInteger.class.getName(), LocalDate.class.getName(), ZonedDateTime.class.getName());

  /** What the three consist of in a stream; java.time writes all of its values alike. */
  private static final ObjectInputFilter HARMLESS =
      ObjectInputFilter.Config.createFilter(
          "maxbytes=4096;maxdepth=3;maxrefs=16;maxarray=1024;"
              + "java.time.*;java.math.BigInteger;java.lang.Number;!*");

  private StoredObject() {}

  /**
   * The object; empty where it is none of the few that are read.
   *
   * @param value as the engine has it, not deserialised for this
   * @param byEngine what the engine makes of it
   */
  static Optional<Object> read(ObjectValue value, Supplier<@Nullable Object> byEngine) {
    if (value.isDeserialized()) {
      return Optional.ofNullable(value.getValue()).filter(StoredObject::isReadable);
    }
    if (!READABLE.contains(value.getObjectTypeName())) {
      return Optional.empty();
    }
    String format = value.getSerializationDataFormat();
    if (SerializationDataFormats.JAVA.getName().equals(format)) {
      return fromJava(value.getValueSerialized()).filter(StoredObject::isReadable);
    }
    return SerializationDataFormats.JSON.getName().equals(format)
        ? fromJson(byEngine)
        : Optional.empty();
  }

  /** The claim decides the class here: JSON names none. */
  private static Optional<Object> fromJson(Supplier<@Nullable Object> byEngine) {
    try {
      return Optional.ofNullable(byEngine.get()).filter(StoredObject::isReadable);
    } catch (ProcessEngineException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> fromJava(@Nullable String base64) {
    if (base64 == null) {
      return Optional.empty();
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)))) {
      in.setObjectInputFilter(HARMLESS);
      return Optional.ofNullable(in.readObject());
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isReadable(Object object) {
    return READABLE.contains(object.getClass().getName());
  }
}
