package io.remedyflow.simulator.company;

import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * A remedy as it is asked for.
 *
 * @param punchNo 0 for a free shift
 * @param workType 0 for a free shift
 */
public record Wish(LocalDate day, int punchNo, int workType, LocalDateTime time, String reason) {}
