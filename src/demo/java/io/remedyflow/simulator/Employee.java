package io.remedyflow.simulator;

/**
 * An employee of the simulator's company, and what a call for them shows.
 *
 * @param employeeId answers to {@code employee_type=employee_id}
 * @param employeeNo answers to {@code employee_type=employee_no}; leading zeros count
 * @param name for people
 * @param shows one sentence in English
 * @param showsInChinese the same sentence in Simplified Chinese
 */
public record Employee(
    String employeeId, String employeeNo, String name, String shows, String showsInChinese) {}
