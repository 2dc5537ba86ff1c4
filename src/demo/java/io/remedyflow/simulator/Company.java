package io.remedyflow.simulator;

import io.remedyflow.simulator.Conduct.Attendance;
import io.remedyflow.simulator.Conduct.Failing;
import io.remedyflow.simulator.Verdict.ErrorReply;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The company that the simulator answers for: a documented employee for every outcome and for each
 * of the twelve codes of the official page.
 *
 * <p>Every employee has the same habit every day, weekends included, so the same request gets the
 * same answer on every run; only the look-back rules move with today, in {@link #ZONE}.
 */
public final class Company {

  /** The zone of every attendance group; response times are local to it. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final AttendanceGroup OFFICE = AttendanceGroup.of(Shift.DAY);

  private static final Map<Employee, Conduct> STAFF = staff();
  private static final Map<String, Conduct> BY_ID = index(Employee::employeeId);
  private static final Map<String, Conduct> BY_NO = index(Employee::employeeNo);

  private Company() {}

  /** The documented directory, in the order of the employee numbers. */
  public static List<Employee> employees() {
    return List.copyOf(STAFF.keySet());
  }

  static Optional<Conduct> conductById(String employeeId) {
    return Optional.ofNullable(BY_ID.get(employeeId));
  }

  static Optional<Conduct> conductByNo(String employeeNo) {
    return Optional.ofNullable(BY_NO.get(employeeNo));
  }

  private static Map<String, Conduct> index(Function<Employee, String> key) {
    var index = new LinkedHashMap<String, Conduct>();
    STAFF.forEach((employee, conduct) -> index.put(key.apply(employee), conduct));
    return index;
  }

  private static Map<Employee, Conduct> staff() {
    var staff = new LinkedHashMap<Employee, Conduct>();
    hireThoseWithSlots(staff);
    hireThoseWithout(staff);
    hireThoseWithErrors(staff);
    hireThoseWhoBreakFeishu(staff);
    return staff;
  }

  private static void hireThoseWithSlots(Map<Employee, Conduct> staff) {
    staff.put(
        new Employee(
            "late.li",
            "001",
            "李迟 Li Chi",
            "Late every morning: one slot, Late.",
            "每天迟到：一个可补卡时段（Late）。"),
        Attendance.in(OFFICE, Habit.LATE));
    staff.put(
        new Employee(
            "early.chen",
            "002",
            "陈早 Chen Zao",
            "Leaves early every evening: one slot, Early.",
            "每天早退：一个可补卡时段（Early）。"),
        Attendance.in(OFFICE, Habit.LEAVES_EARLY));
    staff.put(
        new Employee(
            "forgets.zhang",
            "003",
            "张忘 Zhang Wang",
            "Forgets to clock in: one slot, Lack.",
            "上班忘记打卡：一个可补卡时段（Lack）。"),
        Attendance.in(OFFICE, Habit.FORGETS_CLOCK_IN));
    staff.put(
        new Employee(
            "absent.wang",
            "004",
            "王缺 Wang Que",
            "Never punches: two slots, both Lack.",
            "全天缺卡：两个可补卡时段（均为 Lack）。"),
        Attendance.in(OFFICE, Habit.ABSENT));
    staff.put(
        new Employee(
            "hurried.zhao",
            "005",
            "赵忙 Zhao Mang",
            "Comes late and leaves early: two slots, Late and Early.",
            "迟到又早退：两个可补卡时段（Late 和 Early）。"),
        Attendance.in(OFFICE, Habit.LATE_AND_EARLY));
    staff.put(
        new Employee(
            "split.sun",
            "006",
            "孙分 Sun Fen",
            "Never punches on a split day: four slots in two pairs.",
            "一天两班、全部缺卡：两次上下班共四个可补卡时段。"),
        Attendance.in(AttendanceGroup.of(Shift.SPLIT), Habit.ABSENT));
    staff.put(
        new Employee(
            "night.zhou",
            "007",
            "周夜 Zhou Ye",
            "Night shift 22:00-06:00, forgets to clock out: one slot on the next calendar day.",
            "夜班 22:00-06:00，下班忘记打卡：可补卡时段在次日。"),
        Attendance.in(AttendanceGroup.of(Shift.NIGHT), Habit.FORGETS_CLOCK_OUT));
    staff.put(
        new Employee(
            "free.wu",
            "008",
            "吴由 Wu You",
            "Free shift without a punch: one slot, any time of the day.",
            "自由班次且缺卡：一个可补卡时段，当天任意时间。"),
        Attendance.in(AttendanceGroup.of(Shift.FREE), Habit.ABSENT));
  }

  private static void hireThoseWithout(Map<Employee, Conduct> staff) {
    staff.put(
        new Employee(
            "faultless.zheng",
            "009",
            "郑勤 Zheng Qin",
            "Always punches in time: nothing to remedy, code 1226501.",
            "考勤无异常：无需补卡（1226501）。"),
        Attendance.in(OFFICE, Habit.FAULTLESS));
    staff.put(
        new Employee(
            "spotless.feng",
            "010",
            "冯净 Feng Jing",
            "Always punches in time: nothing to remedy, code 0 with an empty list.",
            "考勤无异常：返回 0 和空列表，同样表示无需补卡。"),
        new Attendance(OFFICE, Habit.FAULTLESS, 0, true));
    staff.put(
        new Employee(
            "forbidden.chu",
            "011",
            "褚禁 Chu Jin",
            "Late, in a group that forbids remedies: code 1226502.",
            "迟到，但考勤组不允许补卡（1226502）。"),
        Attendance.in(OFFICE.withoutRemedies(), Habit.LATE));
    staff.put(
        new Employee(
            "week.wei",
            "012",
            "卫周 Wei Zhou",
            "Late, in a group that looks back 7 days: one slot, on older days code 1226503.",
            "迟到，考勤组只允许补过去 7 天的卡：更早的日期返回 1226503。"),
        Attendance.in(OFFICE.lookingBack(7), Habit.LATE));
    staff.put(
        new Employee(
            "today.jiang",
            "013",
            "蒋今 Jiang Jin",
            "Late, in a group that looks back 0 days: code 1226503 for every day but today.",
            "迟到，考勤组只允许补当天的卡：除今天外均返回 1226503。"),
        Attendance.in(OFFICE.lookingBack(0), Habit.LATE));
    staff.put(
        new Employee(
            "spent.shen",
            "014",
            "沈满 Shen Man",
            "Late, and has used this month's 3 remedies: code 1226504.",
            "迟到，但本月 3 次补卡机会已用完（1226504）。"),
        new Attendance(OFFICE, Habit.LATE, OFFICE.remediesPerMonth(), false));
  }

  private static void hireThoseWithErrors(Map<Employee, Conduct> staff) {
    staff.put(
        new Employee(
            "outside.han",
            "015",
            "韩外 Han Wai",
            "Outside the app's data range: code 1220005.",
            "不在应用的数据权限范围内（1220005）。"),
        new Failing(new ErrorReply(400, 1220005, "没有权限")));
    staff.put(
        new Employee(
            "left.yang",
            "016",
            "杨离 Yang Li",
            "Has left the company, so Feishu knows them no more: code 1220004, as for any unknown id.",
            "已离职，飞书查无此人（1220004，与任何未知 ID 相同）。"),
        new Failing(ErrorReply.UNKNOWN_USER));
    staff.put(
        new Employee(
            "invalid.zhu",
            "017",
            "朱误 Zhu Wu",
            "A request that Feishu finds invalid: code 1220001.",
            "飞书认为参数无效（1220001）。"),
        new Failing(ErrorReply.invalid("param is invalid: remedy_date")));
    staff.put(
        new Employee(
            "tenantless.qin",
            "018",
            "秦租 Qin Zu",
            "Feishu cannot tell the tenant: code 1220002.",
            "飞书无法识别租户（1220002）。"),
        new Failing(new ErrorReply(400, 1220002, "tenant_id is empty")));
    staff.put(
        new Employee(
            "groupless.you",
            "019",
            "尤组 You Zu",
            "Belongs to no attendance group: code 1220600, \"rule not exist\".",
            "不属于任何考勤组（1220600，rule not exist）。"),
        new Failing(new ErrorReply(400, 1220600, "rule not exist")));
    staff.put(
        new Employee(
            "guarded.xu",
            "020",
            "许守 Xu Shou",
            "The app may not see this person's attendance: code 1220600, \"auth no permission\".",
            "应用无权查看该员工的考勤（1220600，auth no permission）。"),
        new Failing(new ErrorReply(400, 1220600, "auth no permission")));
    staff.put(
        new Employee(
            "locked.he",
            "021",
            "何锁 He Suo",
            "Feishu's database was busy: code 1220600, \"no row affected\".",
            "飞书数据库繁忙（1220600，no row affected）。"),
        new Failing(new ErrorReply(400, 1220600, "no row affected")));
  }

  private static void hireThoseWhoBreakFeishu(Map<Employee, Conduct> staff) {
    staff.put(
        new Employee(
            "broken.lu",
            "022",
            "吕坏 Lü Huai",
            "Feishu fails inside: HTTP 500, code 1225000.",
            "飞书内部错误（HTTP 500，1225000）。"),
        new Failing(new ErrorReply(500, 1225000, "internal server error")));
    staff.put(
        new Employee(
            "historic.shi",
            "023",
            "施旧 Shi Jiu",
            "The code that Feishu no longer uses: HTTP 500, code 1226500.",
            "已停用的历史错误码（HTTP 500，1226500）。"),
        new Failing(new ErrorReply(500, 1226500, "internal error")));
    staff.put(
        new Employee(
            "shiftless.kong",
            "024",
            "孔班 Kong Ban",
            "Feishu's shift service fails: HTTP 500, code 1227500.",
            "飞书班次服务异常（HTTP 500，1227500）。"),
        new Failing(new ErrorReply(500, 1227500, "[BatchGetLarkIDByOpenID] not find user larkID")));
  }
}
