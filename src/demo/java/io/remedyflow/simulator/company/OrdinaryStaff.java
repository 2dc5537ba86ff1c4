package io.remedyflow.simulator.company;

import io.remedyflow.simulator.company.Conduct.Working;
import java.util.Map;

/** Those whose attendance follows from a group and a habit. */
final class OrdinaryStaff {

  private static final AttendanceGroup OFFICE = AttendanceGroup.of(Shift.DAY);

  private OrdinaryStaff() {}

  static void hire(Map<Employee, Conduct> staff) {
    hireThoseWithSlots(staff);
    hireThoseWithout(staff);
  }

  private static void hireThoseWithSlots(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
            "late.li",
            "001",
            "李迟 Li Chi",
            "Late every morning: one slot, Late.",
            "每天迟到：一个可补卡时段（Late）。"),
        Working.in(OFFICE, Habit.LATE));
    staff.put(
        Employee.of(
            "early.chen",
            "002",
            "陈早 Chen Zao",
            "Leaves early every evening: one slot, Early.",
            "每天早退：一个可补卡时段（Early）。"),
        Working.in(OFFICE, Habit.LEAVES_EARLY));
    staff.put(
        Employee.of(
            "forgets.zhang",
            "003",
            "张忘 Zhang Wang",
            "Forgets to clock in: one slot, Lack.",
            "上班忘记打卡：一个可补卡时段（Lack）。"),
        Working.in(OFFICE, Habit.FORGETS_CLOCK_IN));
    staff.put(
        Employee.of(
            "absent.wang",
            "004",
            "王缺 Wang Que",
            "Never punches: two slots, both Lack.",
            "全天缺卡：两个可补卡时段（均为 Lack）。"),
        Working.in(OFFICE, Habit.ABSENT));
    staff.put(
        Employee.of(
            "hurried.zhao",
            "005",
            "赵忙 Zhao Mang",
            "Comes late and leaves early: two slots, Late and Early.",
            "迟到又早退：两个可补卡时段（Late 和 Early）。"),
        Working.in(OFFICE, Habit.LATE_AND_EARLY));
    staff.put(
        Employee.of(
            "split.sun",
            "006",
            "孙分 Sun Fen",
            "Never punches on a split day: four slots in two pairs.",
            "一天两班、全部缺卡：两次上下班共四个可补卡时段。"),
        Working.in(AttendanceGroup.of(Shift.SPLIT), Habit.ABSENT));
    staff.put(
        Employee.of(
            "night.zhou",
            "007",
            "周夜 Zhou Ye",
            "Night shift 22:00-06:00, forgets to clock out: one slot on the next calendar day.",
            "夜班 22:00-06:00，下班忘记打卡：可补卡时段在次日。"),
        Working.in(AttendanceGroup.of(Shift.NIGHT), Habit.FORGETS_CLOCK_OUT));
    staff.put(
        Employee.of(
            "free.wu",
            "008",
            "吴由 Wu You",
            "Free shift without a punch: one slot, any time of the day.",
            "自由班次且缺卡：一个可补卡时段，当天任意时间。"),
        Working.in(AttendanceGroup.of(Shift.FREE), Habit.ABSENT));
  }

  private static void hireThoseWithout(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
            "faultless.zheng",
            "009",
            "郑勤 Zheng Qin",
            "Always punches in time: nothing to remedy, code 1226501.",
            "考勤无异常：无需补卡（1226501）。"),
        Working.in(OFFICE, Habit.FAULTLESS));
    staff.put(
        Employee.of(
            "spotless.feng",
            "010",
            "冯净 Feng Jing",
            "Always punches in time: nothing to remedy, code 0 with an empty list.",
            "考勤无异常：返回 0 和空列表，同样表示无需补卡。"),
        new Working(new Attendance(OFFICE, Habit.FAULTLESS, 0, true)));
    staff.put(
        Employee.of(
            "forbidden.chu",
            "011",
            "褚禁 Chu Jin",
            "Late, in a group that forbids remedies: code 1226502.",
            "迟到，但考勤组不允许补卡（1226502）。"),
        Working.in(OFFICE.withoutRemedies(), Habit.LATE));
    staff.put(
        Employee.of(
            "week.wei",
            "012",
            "卫周 Wei Zhou",
            "Late, in a group that looks back 7 days: one slot, on older days code 1226503.",
            "迟到，考勤组只允许补过去 7 天的卡：更早的日期返回 1226503。"),
        Working.in(OFFICE.lookingBack(7), Habit.LATE));
    staff.put(
        Employee.of(
            "today.jiang",
            "013",
            "蒋今 Jiang Jin",
            "Late, in a group that looks back 0 days: code 1226503 for every day but today.",
            "迟到，考勤组只允许补当天的卡：除今天外均返回 1226503。"),
        Working.in(OFFICE.lookingBack(0), Habit.LATE));
    staff.put(
        Employee.of(
            "spent.shen",
            "014",
            "沈满 Shen Man",
            "Late, and has used this month's 3 remedies: code 1226504.",
            "迟到，但本月 3 次补卡机会已用完（1226504）。"),
        new Working(new Attendance(OFFICE, Habit.LATE, OFFICE.remediesPerMonth(), false)));
  }
}
