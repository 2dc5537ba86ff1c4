package io.remedyflow.simulator.company;

import io.remedyflow.simulator.company.Conduct.Working;
import java.util.Map;

/** Those whose account, address or number is not as others' are. Most of them are late. */
final class UnusualStaff {

  private static final Conduct LATE = Working.in(AttendanceGroup.of(Shift.DAY), Habit.LATE);

  private UnusualStaff() {}

  static void hire(Map<Employee, Conduct> staff) {
    hireThoseWithUnusualAccounts(staff);
    hireThoseWhoAreHardToReach(staff);
    staff.put(
        Employee.of(
                "lenient.qi",
                "031",
                "戚宽 Qi Kuan",
                "Late, in a group without a limit on remedies; has a mobile number of another country.",
                "迟到，考勤组不限补卡次数；手机号为境外号码。")
            .reachedBy("lenient.qi@example.com", "+12025550131"),
        Working.in(AttendanceGroup.of(Shift.DAY).withoutQuota(), Habit.LATE));
  }

  private static void hireThoseWithUnusualAccounts(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
                "frozen.cao",
                "025",
                "曹冻 Cao Dong",
                "Late; the Feishu account is frozen.",
                "迟到；飞书账号已冻结。")
            .with(Account.FROZEN),
        LATE);
    staff.put(
        Employee.of(
                "joining.yan",
                "026",
                "严新 Yan Xin",
                "Late; was invited to Feishu and has not joined.",
                "迟到；已受邀，尚未加入飞书。")
            .with(Account.NOT_JOINED),
        LATE);
    staff.put(
        Employee.of(
                "exited.jin",
                "027",
                "金退 Jin Tui",
                "Late; has left the company's Feishu, but not the company.",
                "迟到；已主动退出企业飞书，但未离职。")
            .with(Account.EXITED),
        LATE);
  }

  private static void hireThoseWhoAreHardToReach(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
                "mailbox.hua",
                "028",
                "华邮 Hua You",
                "Late; has only an enterprise mailbox, which Feishu does not search.",
                "迟到；只有企业邮箱，飞书无法据此查到。")
            .reachedBy("mailbox.hua@" + Company.MAILBOX_DOMAIN, null),
        LATE);
    staff.put(
        Employee.of(
                "private.wei",
                "029",
                "魏隐 Wei Yin",
                "Late; Feishu knows neither an e-mail address nor a mobile number.",
                "迟到；飞书中没有邮箱，也没有手机号。")
            .reachedBy(null, null),
        LATE);
    staff.put(
        Employee.of(
                "unlisted.tao",
                "030",
                "陶匿 Tao Ni",
                "Late; Feishu knows neither an e-mail address nor a mobile number.",
                "迟到；飞书中没有邮箱，也没有手机号。")
            .reachedBy(null, null),
        LATE);
  }
}
