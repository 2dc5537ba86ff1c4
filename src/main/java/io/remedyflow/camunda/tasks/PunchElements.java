package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.inBoth;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.camunda.contract.ElementType;

/** The fields that slots and remedies have in common: whose punch it is, and which. */
final class PunchElements {

  static final ElementField USER_ID =
      new ElementField(
          "userId",
          ElementType.STRING,
          true,
          inBoth("\"abd754f7\""),
          text("the employee, in the kind of ID that was sent", "员工，ID 类型与查询时相同"));

  static final ElementField REMEDY_DATE =
      new ElementField(
          "remedyDate",
          ElementType.STRING,
          true,
          inBoth("\"2021-01-04\""),
          text("the attendance day", "考勤日期"));

  static final ElementField PUNCH_NO =
      new ElementField(
          "punchNo",
          ElementType.INTEGER,
          true,
          inBoth("0"),
          text("the pair of punches, counted from 0", "第几次上下班，从 0 开始"));

  static final ElementField WORK_TYPE =
      new ElementField(
          "workType",
          ElementType.STRING,
          false,
          inBoth("\"ON_DUTY\""),
          text("or `\"OFF_DUTY\"`, `\"UNKNOWN\"`", "或 `\"OFF_DUTY\"`、`\"UNKNOWN\"`"));

  private PunchElements() {}
}
