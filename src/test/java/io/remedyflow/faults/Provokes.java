package io.remedyflow.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test that provokes these faults and sees what the page says of them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Provokes {

  /** The rows of {@code src/docs/operators/faults.md}. */
  FaultRow[] value();
}
