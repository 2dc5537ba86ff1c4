package io.remedyflow.camunda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
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
 * Reads an object variable only if this runs no code other than the JDK's.
 *
 * <p>A variable's class name is stored beside its bytes, and the author of the bytes also chose the
 * name. So Java-serialised values are read here, under a filter, and never by the engine.
 */
final class StoredObject {

  private static final Set<String> READABLE =
      Set.of(
          BigInteger.class.getName(),
          LocalDate.class.getName(),
          LocalDateTime.class.getName(),
          ZonedDateTime.class.getName());

  /** The classes of the types in a stream; java.time serialises all of its values alike. */
  private static final ObjectInputFilter HARMLESS =
      ObjectInputFilter.Config.createFilter(
          "maxbytes=4096;maxdepth=3;maxrefs=16;maxarray=1024;"
              + "java.time.*;java.math.BigInteger;java.lang.Number;!*");

  private StoredObject() {}

  /**
   * The object; empty if it is not one of the few types that are read.
   *
   * @param value the engine's value, not deserialised for this method
   * @param byEngine the object as the engine deserialises it
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

  /** The variable's class name decides here, because JSON contains none. */
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
