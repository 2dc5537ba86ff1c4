package io.remedyflow.simulator.company;

import io.remedyflow.simulator.company.Conduct.AlwaysError;
import io.remedyflow.simulator.company.Conduct.OutOfSight;
import io.remedyflow.simulator.http.ErrorReply;
import java.util.Map;

/** Those about whom Feishu says the same whatever is asked of their attendance. */
final class StaffWithErrors {

  private StaffWithErrors() {}

  static void hire(Map<Employee, Conduct> staff) {
    hireThoseWithErrors(staff);
    hireThoseWhoBreakFeishu(staff);
  }

  private static void hireThoseWithErrors(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
            "outside.han",
            "015",
            "韩外 Han Wai",
            "Outside the app's data range: code 1220005.",
            "不在应用的数据权限范围内（1220005）。"),
        new OutOfSight());
    staff.put(
        Employee.of(
                "left.yang",
                "016",
                "杨离 Yang Li",
                "Has left the company, so Feishu knows them no more: code 1220004, as for any unknown id.",
                "已离职，飞书查无此人（1220004，与任何未知 ID 相同）。")
            .with(Account.RESIGNED),
        new AlwaysError(ErrorReplies.UNKNOWN_USER));
    staff.put(
        Employee.of(
            "invalid.zhu",
            "017",
            "朱误 Zhu Wu",
            "A request that Feishu finds invalid: code 1220001.",
            "飞书认为参数无效（1220001）。"),
        new AlwaysError(ErrorReplies.invalid("param is invalid: remedy_date")));
    staff.put(
        Employee.of(
            "tenantless.qin",
            "018",
            "秦租 Qin Zu",
            "Feishu cannot tell the tenant: code 1220002.",
            "飞书无法识别租户（1220002）。"),
        new AlwaysError(new ErrorReply(400, 1220002, "tenant_id is empty")));
    staff.put(
        Employee.of(
            "groupless.you",
            "019",
            "尤组 You Zu",
            "Belongs to no attendance group: code 1220600, \"rule not exist\".",
            "不属于任何考勤组（1220600，rule not exist）。"),
        new AlwaysError(new ErrorReply(400, 1220600, "rule not exist")));
    staff.put(
        Employee.of(
            "guarded.xu",
            "020",
            "许守 Xu Shou",
            "The app may not see this person's attendance: code 1220600, \"auth no permission\".",
            "应用无权查看该员工的考勤（1220600，auth no permission）。"),
        new AlwaysError(new ErrorReply(400, 1220600, "auth no permission")));
    staff.put(
        Employee.of(
            "locked.he",
            "021",
            "何锁 He Suo",
            "Feishu's database was busy: code 1220600, \"no row affected\".",
            "飞书数据库繁忙（1220600，no row affected）。"),
        new AlwaysError(new ErrorReply(400, 1220600, "no row affected")));
  }

  private static void hireThoseWhoBreakFeishu(Map<Employee, Conduct> staff) {
    staff.put(
        Employee.of(
            "broken.lu",
            "022",
            "吕坏 Lü Huai",
            "Feishu fails inside: HTTP 500, code 1225000.",
            "飞书内部错误（HTTP 500，1225000）。"),
        new AlwaysError(new ErrorReply(500, 1225000, "internal server error")));
    staff.put(
        Employee.of(
            "historic.shi",
            "023",
            "施旧 Shi Jiu",
            "The code that Feishu no longer uses: HTTP 500, code 1226500.",
            "已停用的历史错误码（HTTP 500，1226500）。"),
        new AlwaysError(new ErrorReply(500, 1226500, "internal error")));
    staff.put(
        Employee.of(
            "shiftless.kong",
            "024",
            "孔班 Kong Ban",
            "Feishu's shift service fails: HTTP 500, code 1227500.",
            "飞书班次服务异常（HTTP 500，1227500）。"),
        new AlwaysError(
            new ErrorReply(500, 1227500, "[BatchGetLarkIDByOpenID] not find user larkID")));
  }
}
