/*
 * Hints in Camunda Modeler's problems panel for our tasks: what the engine would reject, and what would fail unnoticed.
 *
 * A plain script, loaded as it is: nothing is built. It brings rules for bpmnlint, which the Modeler runs.
 */
(function () {
  'use strict';

  // Made from the contract: begin.
  const TASKS = {
    "findEmployee": {
      "template": "io.remedyflow.find-employee",
      "status": "employeeStatus",
      "answers": [
        "FOUND",
        "NOT_FOUND",
        "INACTIVE"
      ],
      "faults": {
        "onRejection": {
          "status": "REJECTED",
          "error": "FEISHU_EMPLOYEE_REJECTED"
        },
        "onFailure": {
          "status": "UNAVAILABLE",
          "error": "FEISHU_EMPLOYEE_UNAVAILABLE"
        }
      },
      "fields": {
        "email": "employee-0",
        "mobile": "employee-1",
        "includeResigned": "employee-2",
        "onRejection": "trouble-0",
        "onFailure": "trouble-1",
        "feishuConnection": "connection-0",
        "io.remedyflow.retryCycle": "connection-1",
        "camunda:jobPriority": "connection-2"
      },
      "choices": {
        "includeResigned": [
          "false",
          "true"
        ],
        "onRejection": [
          "incident",
          "continue",
          "bpmnError"
        ],
        "onFailure": [
          "incident",
          "continue",
          "bpmnError"
        ]
      },
      "required": { },
      "patterns": {
        "email": {
          "regex": "^(?:|[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|[^@{}]+@[^@{}]+)$",
          "en": "Give an e-mail such as li.chi@example.com, or an expression such as ${email}, or nothing.",
          "zh-CN": "请填写邮箱，例如 li.chi@example.com，或表达式，例如 ${email}，或留空。"
        },
        "mobile": {
          "regex": "^(?:|[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|[+\\d][\\d ().-]{6,24})$",
          "en": "Give a number such as 13812345678 or +65 9123 4567, or an expression such as ${mobile}, or nothing.",
          "zh-CN": "请填写手机号，例如 13812345678 或 +65 9123 4567，或表达式，例如 ${mobile}，或留空。"
        }
      },
      "results": [
        "employeeStatus",
        "userId",
        "employeeErrorCode",
        "employeeMessage",
        "feishuLogId"
      ],
      "labels": {
        "en": {
          "email": "E-mail",
          "mobile": "Mobile",
          "includeResigned": "Search former employees, too",
          "onRejection": "When the request is rejected",
          "onFailure": "When Feishu gives no answer",
          "feishuConnection": "Feishu connection",
          "io.remedyflow.retryCycle": "Waiting times between retries",
          "camunda:jobPriority": "Priority",
          "employeeStatus": "Status",
          "userId": "User ID",
          "employeeErrorCode": "Feishu's code",
          "employeeMessage": "Explanation",
          "feishuLogId": "Feishu's log ID"
        },
        "zh-CN": {
          "email": "邮箱",
          "mobile": "手机号",
          "includeResigned": "是否包括离职员工",
          "onRejection": "请求有误时",
          "onFailure": "飞书没有答复时",
          "feishuConnection": "飞书连接",
          "io.remedyflow.retryCycle": "重试间隔",
          "camunda:jobPriority": "优先级",
          "employeeStatus": "状态",
          "userId": "用户 ID",
          "employeeErrorCode": "飞书错误码",
          "employeeMessage": "说明",
          "feishuLogId": "飞书日志 ID"
        }
      }
    },
    "fetchAllowedRemedies": {
      "template": "io.remedyflow.fetch-allowed-remedies",
      "status": "remedyStatus",
      "answers": [
        "AVAILABLE",
        "NOT_NEEDED",
        "NOT_ALLOWED",
        "OUT_OF_RANGE",
        "QUOTA_USED_UP"
      ],
      "faults": {
        "onRejection": {
          "status": "REJECTED",
          "error": "FEISHU_REMEDY_REJECTED"
        },
        "onFailure": {
          "status": "UNAVAILABLE",
          "error": "FEISHU_REMEDY_UNAVAILABLE"
        }
      },
      "fields": {
        "employeeType": "employee-0",
        "userId": "employee-1",
        "remedyDate": "day-0",
        "onRejection": "trouble-0",
        "onFailure": "trouble-1",
        "feishuConnection": "connection-0",
        "io.remedyflow.retryCycle": "connection-1",
        "camunda:jobPriority": "connection-2"
      },
      "choices": {
        "employeeType": [
          "employee_id",
          "employee_no"
        ],
        "onRejection": [
          "incident",
          "continue",
          "bpmnError"
        ],
        "onFailure": [
          "incident",
          "continue",
          "bpmnError"
        ]
      },
      "required": {
        "userId": "${userId}",
        "remedyDate": "${remedyDate}"
      },
      "patterns": {
        "userId": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|(?!o[un]_[0-9a-f]{20}[0-9a-z]*$)[^\\s{}]{1,64})$",
          "en": "Give an ID of up to 64 characters without blanks, no open_id (ou_…) and no union_id (on_…), or an expression such as ${userId}.",
          "zh-CN": "请填写不含空格、不超过 64 个字符的 ID（不能是 open_id（ou_…）或 union_id（on_…）），或表达式，例如 ${userId}。"
        },
        "remedyDate": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))$",
          "en": "Give a day such as 2021-01-04 or 20210104, or an expression such as ${remedyDate}.",
          "zh-CN": "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 ${remedyDate}。"
        }
      },
      "results": [
        "remedyStatus",
        "remedySlots",
        "remedySlotCount",
        "remedyErrorCode",
        "remedyMessage",
        "feishuLogId"
      ],
      "labels": {
        "en": {
          "employeeType": "Kind of ID",
          "userId": "Employee",
          "remedyDate": "Day",
          "onRejection": "When the request is rejected",
          "onFailure": "When Feishu gives no answer",
          "feishuConnection": "Feishu connection",
          "io.remedyflow.retryCycle": "Waiting times between retries",
          "camunda:jobPriority": "Priority",
          "remedyStatus": "Status",
          "remedySlots": "Punches and times",
          "remedySlotCount": "Number of punches",
          "remedyErrorCode": "Feishu's code",
          "remedyMessage": "Explanation",
          "feishuLogId": "Feishu's log ID"
        },
        "zh-CN": {
          "employeeType": "ID 类型",
          "userId": "员工",
          "remedyDate": "补卡日期",
          "onRejection": "请求有误时",
          "onFailure": "飞书没有答复时",
          "feishuConnection": "飞书连接",
          "io.remedyflow.retryCycle": "重试间隔",
          "camunda:jobPriority": "优先级",
          "remedyStatus": "状态",
          "remedySlots": "可补卡列表",
          "remedySlotCount": "可补卡数量",
          "remedyErrorCode": "飞书错误码",
          "remedyMessage": "说明",
          "feishuLogId": "飞书日志 ID"
        }
      }
    },
    "startRemedyApproval": {
      "template": "io.remedyflow.start-remedy-approval",
      "status": "approvalStatus",
      "answers": [
        "STARTED",
        "ALREADY_PENDING",
        "ALREADY_APPROVED",
        "NOT_NEEDED",
        "NOT_ALLOWED",
        "OUT_OF_RANGE",
        "QUOTA_USED_UP"
      ],
      "faults": {
        "onRejection": {
          "status": "REJECTED",
          "error": "FEISHU_APPROVAL_REJECTED"
        },
        "onFailure": {
          "status": "UNAVAILABLE",
          "error": "FEISHU_APPROVAL_UNAVAILABLE"
        }
      },
      "fields": {
        "employeeType": "employee-0",
        "userId": "employee-1",
        "remedyDate": "day-0",
        "punch": "remedy-0",
        "remedySlots": "remedy-1",
        "remedyTime": "remedy-2",
        "reason": "remedy-3",
        "onRejection": "trouble-0",
        "onFailure": "trouble-1",
        "feishuConnection": "connection-0",
        "io.remedyflow.retryCycle": "connection-1",
        "camunda:jobPriority": "connection-2"
      },
      "choices": {
        "employeeType": [
          "employee_id",
          "employee_no"
        ],
        "onRejection": [
          "incident",
          "continue",
          "bpmnError"
        ],
        "onFailure": [
          "incident",
          "continue",
          "bpmnError"
        ]
      },
      "required": {
        "userId": "${userId}",
        "remedyDate": "${remedyDate}",
        "punch": "${chosenSlot}",
        "remedyTime": "${remedyTime}",
        "reason": "${reason}"
      },
      "patterns": {
        "userId": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|(?!o[un]_[0-9a-f]{20}[0-9a-z]*$)[^\\s{}]{1,64})$",
          "en": "Give an ID of up to 64 characters without blanks, no open_id (ou_…) and no union_id (on_…), or an expression such as ${userId}.",
          "zh-CN": "请填写不含空格、不超过 64 个字符的 ID（不能是 open_id（ou_…）或 union_id（on_…）），或表达式，例如 ${userId}。"
        },
        "remedyDate": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))$",
          "en": "Give a day such as 2021-01-04 or 20210104, or an expression such as ${remedyDate}.",
          "zh-CN": "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 ${remedyDate}。"
        },
        "punch": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{1,2}-[0-2](?:-\\d{1,4})?)$",
          "en": "Give the value of a punch such as 0-1, or an expression such as ${chosenSlot}.",
          "zh-CN": "请填写打卡的 value，例如 0-1，或表达式，例如 ${chosenSlot}。"
        },
        "remedySlots": {
          "regex": "^(?:|[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\s+)$",
          "en": "Give an expression, or nothing.",
          "zh-CN": "请填写表达式，或留空。"
        },
        "remedyTime": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?)$",
          "en": "Give a time such as 2021-01-04T09:00, or an expression such as ${remedyTime}.",
          "zh-CN": "请填写时间，例如 2021-01-04T09:00，或表达式，例如 ${remedyTime}。"
        },
        "reason": {
          "regex": "^[\\s\\S]*\\S[\\s\\S]*$",
          "en": "Give a reason, or an expression such as ${reason}.",
          "zh-CN": "请填写补卡原因，或表达式，例如 ${reason}。"
        }
      },
      "results": [
        "approvalStatus",
        "remedyApprovalId",
        "approvalErrorCode",
        "approvalMessage",
        "feishuLogId"
      ],
      "labels": {
        "en": {
          "employeeType": "Kind of ID",
          "userId": "Employee",
          "remedyDate": "Day",
          "punch": "Punch",
          "remedySlots": "List of punches",
          "remedyTime": "Time",
          "reason": "Reason",
          "onRejection": "When the request is rejected",
          "onFailure": "When Feishu gives no answer",
          "feishuConnection": "Feishu connection",
          "io.remedyflow.retryCycle": "Waiting times between retries",
          "camunda:jobPriority": "Priority",
          "approvalStatus": "Status",
          "remedyApprovalId": "Approval ID",
          "approvalErrorCode": "Feishu's code",
          "approvalMessage": "Explanation",
          "feishuLogId": "Feishu's log ID"
        },
        "zh-CN": {
          "employeeType": "ID 类型",
          "userId": "员工",
          "remedyDate": "补卡日期",
          "punch": "要补的打卡",
          "remedySlots": "可补卡列表",
          "remedyTime": "补卡时间",
          "reason": "补卡原因",
          "onRejection": "请求有误时",
          "onFailure": "飞书没有答复时",
          "feishuConnection": "飞书连接",
          "io.remedyflow.retryCycle": "重试间隔",
          "camunda:jobPriority": "优先级",
          "approvalStatus": "状态",
          "remedyApprovalId": "审批 ID",
          "approvalErrorCode": "飞书错误码",
          "approvalMessage": "说明",
          "feishuLogId": "飞书日志 ID"
        }
      }
    },
    "reportRemedyDecision": {
      "template": "io.remedyflow.report-remedy-decision",
      "status": "decisionStatus",
      "answers": [
        "REPORTED",
        "ALREADY_REPORTED",
        "CONFLICT"
      ],
      "faults": {
        "onRejection": {
          "status": "REJECTED",
          "error": "FEISHU_DECISION_REJECTED"
        },
        "onFailure": {
          "status": "UNAVAILABLE",
          "error": "FEISHU_DECISION_UNAVAILABLE"
        }
      },
      "fields": {
        "remedyApprovalId": "approval-0",
        "decision": "approval-1",
        "employeeType": "employee-0",
        "userId": "employee-1",
        "remedyDate": "day-0",
        "onRejection": "trouble-0",
        "onFailure": "trouble-1",
        "feishuConnection": "connection-0",
        "io.remedyflow.retryCycle": "connection-1",
        "camunda:jobPriority": "connection-2"
      },
      "choices": {
        "decision": [
          "approve",
          "reject",
          "revoke"
        ],
        "employeeType": [
          "employee_id",
          "employee_no"
        ],
        "onRejection": [
          "incident",
          "continue",
          "bpmnError"
        ],
        "onFailure": [
          "incident",
          "continue",
          "bpmnError"
        ]
      },
      "required": {
        "remedyApprovalId": "${remedyApprovalId}",
        "userId": "${userId}",
        "remedyDate": "${remedyDate}"
      },
      "patterns": {
        "remedyApprovalId": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|[A-Za-z0-9_-]{1,64})$",
          "en": "Give the ID of an approval, or an expression such as ${remedyApprovalId}.",
          "zh-CN": "请填写审批 ID，或表达式，例如 ${remedyApprovalId}。"
        },
        "userId": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|(?!o[un]_[0-9a-f]{20}[0-9a-z]*$)[^\\s{}]{1,64})$",
          "en": "Give an ID of up to 64 characters without blanks, no open_id (ou_…) and no union_id (on_…), or an expression such as ${userId}.",
          "zh-CN": "请填写不含空格、不超过 64 个字符的 ID（不能是 open_id（ou_…）或 union_id（on_…）），或表达式，例如 ${userId}。"
        },
        "remedyDate": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))$",
          "en": "Give a day such as 2021-01-04 or 20210104, or an expression such as ${remedyDate}.",
          "zh-CN": "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 ${remedyDate}。"
        }
      },
      "results": [
        "decisionStatus",
        "decisionErrorCode",
        "decisionMessage",
        "feishuLogId"
      ],
      "labels": {
        "en": {
          "remedyApprovalId": "Approval ID",
          "decision": "Decision",
          "employeeType": "Kind of ID",
          "userId": "Employee",
          "remedyDate": "Day",
          "onRejection": "When the request is rejected",
          "onFailure": "When Feishu gives no answer",
          "feishuConnection": "Feishu connection",
          "io.remedyflow.retryCycle": "Waiting times between retries",
          "camunda:jobPriority": "Priority",
          "decisionStatus": "Status",
          "decisionErrorCode": "Feishu's code",
          "decisionMessage": "Explanation",
          "feishuLogId": "Feishu's log ID"
        },
        "zh-CN": {
          "remedyApprovalId": "审批 ID",
          "decision": "决定",
          "employeeType": "ID 类型",
          "userId": "员工",
          "remedyDate": "补卡日期",
          "onRejection": "请求有误时",
          "onFailure": "飞书没有答复时",
          "feishuConnection": "飞书连接",
          "io.remedyflow.retryCycle": "重试间隔",
          "camunda:jobPriority": "优先级",
          "decisionStatus": "状态",
          "decisionErrorCode": "飞书错误码",
          "decisionMessage": "说明",
          "feishuLogId": "飞书日志 ID"
        }
      }
    },
    "findRemedies": {
      "template": "io.remedyflow.find-remedies",
      "status": "findStatus",
      "answers": [
        "FOUND",
        "NONE"
      ],
      "faults": {
        "onRejection": {
          "status": "REJECTED",
          "error": "FEISHU_FIND_REJECTED"
        },
        "onFailure": {
          "status": "UNAVAILABLE",
          "error": "FEISHU_FIND_UNAVAILABLE"
        }
      },
      "fields": {
        "employeeType": "employee-0",
        "userId": "employee-1",
        "from": "day-0",
        "to": "day-1",
        "states": "day-2",
        "onRejection": "trouble-0",
        "onFailure": "trouble-1",
        "feishuConnection": "connection-0",
        "io.remedyflow.retryCycle": "connection-1",
        "camunda:jobPriority": "connection-2"
      },
      "choices": {
        "employeeType": [
          "employee_id",
          "employee_no"
        ],
        "onRejection": [
          "incident",
          "continue",
          "bpmnError"
        ],
        "onFailure": [
          "incident",
          "continue",
          "bpmnError"
        ]
      },
      "required": {
        "userId": "${userId}",
        "from": "${from}",
        "to": "${to}"
      },
      "patterns": {
        "userId": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|[^\\s{},]{1,64}(?:\\s*,\\s*[^\\s{},]{1,64})*)$",
          "en": "Give IDs of up to 64 characters, separated by commas, or an expression such as ${userId}.",
          "zh-CN": "请填写 ID（每个不超过 64 个字符，多个用逗号分隔），或表达式，例如 ${userId}。"
        },
        "from": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))$",
          "en": "Give a day such as 2021-01-04 or 20210104, or an expression such as ${from}.",
          "zh-CN": "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 ${from}。"
        },
        "to": {
          "regex": "^(?:[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))$",
          "en": "Give a day such as 2021-01-04 or 20210104, or an expression such as ${to}.",
          "zh-CN": "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 ${to}。"
        },
        "states": {
          "regex": "^(?:|[^{}]*(?:[$#]\\{(?=\\s*[^\\s}])(?:'[^']*'|\"[^\"]*\"|[^{}'\"])*\\}[^{}]*)+|(?:PENDING|REJECTED|APPROVED|CANCELLED|WITHDRAWN)(?:\\s*,\\s*(?:PENDING|REJECTED|APPROVED|CANCELLED|WITHDRAWN))*)$",
          "en": "Give states such as PENDING, APPROVED, or an expression, or nothing.",
          "zh-CN": "请填写状态，例如 PENDING, APPROVED，或表达式，或留空。"
        }
      },
      "results": [
        "findStatus",
        "remedies",
        "remedyCount",
        "findErrorCode",
        "findMessage",
        "feishuLogId"
      ],
      "labels": {
        "en": {
          "employeeType": "Kind of ID",
          "userId": "Employee or employees",
          "from": "First day",
          "to": "Last day",
          "states": "States",
          "onRejection": "When the request is rejected",
          "onFailure": "When Feishu gives no answer",
          "feishuConnection": "Feishu connection",
          "io.remedyflow.retryCycle": "Waiting times between retries",
          "camunda:jobPriority": "Priority",
          "findStatus": "Status",
          "remedies": "Remedies",
          "remedyCount": "Number of remedies",
          "findErrorCode": "Feishu's code",
          "findMessage": "Explanation",
          "feishuLogId": "Feishu's log ID"
        },
        "zh-CN": {
          "employeeType": "ID 类型",
          "userId": "员工（可多名）",
          "from": "开始日期",
          "to": "结束日期",
          "states": "状态",
          "onRejection": "请求有误时",
          "onFailure": "飞书没有答复时",
          "feishuConnection": "飞书连接",
          "io.remedyflow.retryCycle": "重试间隔",
          "camunda:jobPriority": "优先级",
          "findStatus": "状态",
          "remedies": "补卡记录",
          "remedyCount": "补卡记录数量",
          "findErrorCode": "飞书错误码",
          "findMessage": "说明",
          "feishuLogId": "飞书日志 ID"
        }
      }
    }
  };
  // Made from the contract: end.

  /** The bean that an expression names, by itself or to execute it. */
  const DELEGATE = /^[$#]\{\s*(\w+)\s*\}$/;
  const BY_HAND = /^[$#]\{\s*(\w+)\s*\.\s*execute\s*\(\s*execution\s*\)\s*\}$/;
  const RETRY_CYCLE = 'io.remedyflow.retryCycle';
  const PRIORITY = 'camunda:jobPriority';
  const DAYS = ['remedyDate', 'from', 'to'];

  const TEXTS = {
    en: {
      missing: ({ field, example }) => `${field} is missing: give a value, or an expression such as ${example}`,
      noAddress: () => 'There is neither an e-mail nor a mobile: give one of them',
      twoAddresses: () => 'There are both an e-mail and a mobile: give only one of them',
      badValue: ({ field, text, message }) => `"${text}" in “${field}” cannot work: ${message}`,
      brokenExpression: ({ field, text }) => `Expression cannot be read, and the deployment would fail: "${text}" in “${field}”`,
      forgottenDollar: ({ text }) => `"${text}" is taken as it stands: write \${…} for a variable`,
      otherId: ({ text }) => `"${text}" is an open_id or a union_id: attendance needs the User ID or the employee number`,
      badId: ({ text }) => `"${text}" is no ID of an employee: up to 64 characters, without blanks`,
      badDay: ({ text }) => `"${text}" is no day: write 2021-01-04 or 20210104`,
      badChoice: ({ field, text, choices }) => `"${text}" in “${field}” is none of ${choices.join(', ')}`,
      badConnection: ({ text }) => `"${text}" is no name of a connection`,
      badCycle: ({ text }) => `Waiting times "${text}" cannot be read: write such as PT10S,PT1M,PT10M or R3/PT10S`,
      badPriority: ({ text }) => `Priority "${text}" is not a whole number, and the deployment would fail`,
      namelessResult: ({ field }) => `Result “${field}” has no variable, and the deployment would fail: give it a name`,
      badResultName: ({ field, text }) => `"${text}" (result “${field}”) is no name of a variable that expressions can use: letters, digits and _, no digit first, no reserved word`,
      sameResultName: ({ text }) => `Two results go to the variable "${text}": the later one wins`,
      lostResults: ({ status }) => `The results are lost when the task ends: give it an output parameter for each result that the process needs, such as ${status} with the value \${${status}}`,
      lostAtEnd: () => 'The results are lost: an end event cannot have output parameters. Use a service task in front of the end event',
      parallelResults: ({ names, others }) => `${others.join(', ')} may run at the same time and write the same variables (${names.join(', ')}), and the later answer overwrites the earlier one: name the results differently in each task, or put each task into a subprocess with an empty input parameter for each variable`,
      repeatedResults: ({ names }) => `The task may run several times at once, and each run overwrites the variables of the others (${names.join(', ')}): give the subprocess around it an empty input parameter for each of them`,
      deadEnd: () => 'Nothing follows the task, and the deployment would fail: draw a flow to an end event',
      unreachable: () => 'Nothing leads to the task, so that it never runs: draw a flow to it',
      multiInstance: () => 'The task cannot be multi-instance itself: put it into a subprocess, and mark that',
      synchronous: () => 'The task is not asynchronous before: whoever starts the process waits for Feishu, and nothing is retried',
      uncaught: ({ field, error }) => `“${field}” takes an error event, and nothing catches ${error} here: add an error boundary event. Unless a calling process catches it, there will be an incident`,
      uncoveredStatus: ({ statuses }) => `No way leads on for ${statuses.join(', ')}: add a flow, or a default flow`,
      unknownStatus: ({ text }) => `There is no status "${text}"`
    },
    'zh-CN': {
      missing: ({ field, example }) => `未填写${field}：请填写内容，或表达式，例如 ${example}`,
      noAddress: () => '邮箱和手机号都未填写：请填写其中一项',
      twoAddresses: () => '同时填写了邮箱和手机号：请只填写其中一项',
      badValue: ({ field, text, message }) => `“${field}”的值 "${text}" 无效：${message}`,
      brokenExpression: ({ field, text }) => `“${field}”中的表达式 "${text}" 无法解析，部署会失败`,
      forgottenDollar: ({ text }) => `"${text}" 会被当作普通文本：引用变量请写成 \${…}`,
      otherId: ({ text }) => `"${text}" 是 open_id 或 union_id：考勤需要用户 ID 或工号`,
      badId: ({ text }) => `"${text}" 不是员工 ID：最多 64 个字符，不含空格`,
      badDay: ({ text }) => `"${text}" 不是日期：请写成 2021-01-04 或 20210104`,
      badChoice: ({ field, text, choices }) => `“${field}”的值 "${text}" 无效，可选：${choices.join('、')}`,
      badConnection: ({ text }) => `"${text}" 不是连接名称`,
      badCycle: ({ text }) => `重试间隔 "${text}" 无法解析：请写成 PT10S,PT1M,PT10M 或 R3/PT10S`,
      badPriority: ({ text }) => `优先级 "${text}" 不是整数，部署会失败`,
      namelessResult: ({ field }) => `结果“${field}”没有变量名，部署会失败：请填写名称`,
      badResultName: ({ field, text }) => `"${text}"（结果“${field}”）不能在表达式中用作变量名：只能使用字母、数字和 _，不能以数字开头，不能是保留字`,
      sameResultName: ({ text }) => `有两个结果写入同一个变量 "${text}"：后者会覆盖前者`,
      lostResults: ({ status }) => `任务结束后结果就会丢失：请为流程需要的每个结果添加输出参数，例如 ${status}，值为 \${${status}}`,
      lostAtEnd: () => '结果会丢失：结束事件不能有输出参数。请在结束事件之前改用服务任务',
      parallelResults: ({ names, others }) => `${others.join('、')} 可能与该任务同时执行，并写入相同的变量（${names.join('、')}），后到的结果会覆盖先到的：请为各任务的结果取不同的变量名，或把各任务分别放进子流程，并为每个变量给子流程添加一个空的输入参数`,
      repeatedResults: ({ names }) => `该任务可能同时执行多次，各次的结果会互相覆盖（${names.join('、')}）：请为每个变量给外层子流程添加一个空的输入参数`,
      deadEnd: () => '该任务之后没有任何元素，部署会失败：请画一条顺序流到结束事件',
      unreachable: () => '没有任何顺序流通向该任务，它永远不会执行：请画一条顺序流到该任务',
      multiInstance: () => '该任务本身不能设为多实例：请把它放进子流程，并将子流程设为多实例',
      synchronous: () => '该任务未勾选 Asynchronous before：启动流程的人要等待飞书响应，且失败后不会重试',
      uncaught: ({ field, error }) => `“${field}”会抛出错误事件，但这里没有任何事件捕获 ${error}：请添加错误边界事件。除非调用方流程捕获它，否则会产生 incident`,
      uncoveredStatus: ({ statuses }) => `状态 ${statuses.join('、')} 没有对应的顺序流：请添加顺序流，或设置默认流`,
      unknownStatus: ({ text }) => `不存在状态 "${text}"`
    }
  };

  // The kit of each language is packed with its tag in the place of the word between the signs.
  const LANGUAGE = '@kit.language@';
  const texts = TEXTS[LANGUAGE] || TEXTS.en;

  // ---- the rules ----

  /** What a designer types: missing, broken or misspelt. The engine or the task would refuse it. */
  function fields() {
    return forTasks((task, report) => {
      const ours = known(task);
      const given = inputs(task);
      const cycle = property(task, RETRY_CYCLE);
      const say = (field, text, key, more = {}) => report(key, { field, text, ...more }, entry(ours, ours.fields[field]));

      for (const [field, text] of Object.entries({ ...given, [RETRY_CYCLE]: cycle })) {
        if (field in ours.fields && isBroken(text)) {
          say(field, text, 'brokenExpression');
        }
      }
      const judge = (field, judgement) => {
        const text = (given[field] || '').trim();
        const fault = field in ours.fields && !isExpression(text) && judgement(text);
        if (fault) {
          say(field, text, fault);
        }
      };
      for (const [field, example] of Object.entries(ours.required)) {
        if (!(given[field] || '').trim()) {
          say(field, '', 'missing', { example });
        }
      }
      for (const [field, { regex, ...messages }] of Object.entries(ours.patterns)) {
        const text = (given[field] || '').trim();
        const fault = text && !isExpression(text) && faultIn(field, text, new RegExp(regex), given);
        if (fault) {
          say(field, text, fault, { message: messages[LANGUAGE] || messages.en });
        }
      }
      if ('email' in ours.fields && 'mobile' in ours.fields) {
        const addresses = ['email', 'mobile'].map(field => (given[field] || '').trim());
        if (!addresses.some(Boolean)) {
          say('email', '', 'noAddress');
        } else if (addresses.every(text => text && !isExpression(text))) {
          say('mobile', '', 'twoAddresses');
        }
      }
      judge('feishuConnection', text => text && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) && 'badConnection');

      for (const [field, choices] of Object.entries(ours.choices)) {
        const text = (given[field] || '').trim();
        if (text && !isExpression(text) && !choices.includes(text)) {
          say(field, text, 'badChoice', { choices });
        }
      }

      const written = task.get(PRIORITY);
      const priority = written === undefined || written === null ? '0' : String(written);
      if (isBroken(priority)) {
        say(PRIORITY, priority, 'brokenExpression');
      } else if (!/^[$#]\{/.test(priority) && !/^[-+]?\d{1,9}$/.test(priority)) {
        say(PRIORITY, priority, 'badPriority');
      }

      // The plugin takes for an expression what begins as one.
      if (cycle && cycle.trim() && !/^[$#]\{/.test(cycle.trim()) && !isRetryCycle(cycle)) {
        say(RETRY_CYCLE, cycle, 'badCycle');
      }
    });
  }

  /** Names of the variables that take the results. */
  function results() {
    return forTasks((task, report) => {
      const ours = known(task);
      const seen = new Set();
      for (const { name, value } of parameters(task, 'outputParameters')) {
        const field = (/^[$#]\{\s*(\w+)\s*\}$/.exec(value || '') || [])[1] || value || name || '?';
        const at = entry(ours, ours.results.includes(field) && `results-${ours.results.indexOf(field)}`);
        if (!name || !name.trim()) {
          report('namelessResult', { field }, at);
        } else if (!isVariableName(name)) {
          report('badResultName', { field, text: name }, at);
        } else if (seen.has(name)) {
          report('sameResultName', { text: name }, at);
        }
        seen.add(name);
      }
    });
  }

  function multiInstance() {
    return forTasks((task, report) => {
      if (is(task.loopCharacteristics, 'bpmn:MultiInstanceLoopCharacteristics')) {
        report('multiInstance');
      }
    });
  }

  /** Without output parameters they end with the task, as soon as it is a scope of its own. */
  function lostResults() {
    return forTasks((task, report) => {
      const isEnd = is(task, 'bpmn:EndEvent');
      const isScope = extensions(task, 'camunda:InputOutput').length > 0
        || flowElements(task.$parent).some(element => is(element, 'bpmn:BoundaryEvent') && element.attachedToRef === task);
      const isRead = extensions(task, 'camunda:ExecutionListener').some(({ event }) => event === 'end');
      if ((isEnd || isScope) && !isRead && parameters(task, 'outputParameters').length === 0) {
        report(isEnd ? 'lostAtEnd' : 'lostResults', { status: known(task).status });
      }
    });
  }

  /** Of tasks that may run at the same time, the later answer overwrites the earlier one. */
  function overwrittenResults() {
    return forTasks((task, report) => {
      const others = tasksOf(around(task)[0]).filter(other => other !== task)
        .map(other => ({ other, names: sharedResults(task, other) })).filter(({ names }) => names.length > 0);
      if (others.length > 0) {
        report('parallelResults', {
          others: others.map(({ other }) => other.name || other.id),
          names: [...new Set(others.flatMap(({ names }) => names))].sort()
        });
      }
      const repeated = resultNames(task).filter(name => isRepeated(task, name)).sort();
      if (repeated.length > 0) {
        report('repeatedResults', { names: repeated });
      }
    });
  }

  /** Dropped on the canvas and not connected: the process runs past it without a word. */
  function unreachable() {
    return forTasks((task, report) => {
      if (incoming(task).length === 0 && !task.isForCompensation && !is(task.$parent, 'bpmn:AdHocSubProcess')) {
        report('unreachable');
      }
    });
  }

  /** Camunda cannot hand on what the last task of a process has mapped. Where paths part, it need not be the last. */
  function deadEnd() {
    return forTasks((task, report) => {
      if (outgoing(task).length === 0 && !task.isForCompensation && is(task.$parent, 'bpmn:Process') && !is(task, 'bpmn:EndEvent')
        && parameters(task, 'outputParameters').length > 0 && !parallelPaths(task.$parent).part) {
        report('deadEnd');
      }
    });
  }

  function asynchronous() {
    return forTasks((task, report) => {
      // A compensation handler runs in the job of the event that throws the compensation, whatever it says itself.
      if (!task.isForCompensation && !task.get('camunda:asyncBefore') && !task.get('camunda:async')) {
        report('synchronous');
      }
    });
  }

  /** An error that nothing catches: the plugin makes an incident of it, which the designer will not have meant. */
  function caughtErrors() {
    return forTasks((task, report) => {
      const ours = known(task);
      const given = inputs(task);
      for (const [field, { error }] of Object.entries(ours.faults)) {
        if ((given[field] || '').trim() === 'bpmnError' && !isCaught(error, task)) {
          report('uncaught', { field, error }, entry(ours, ours.fields[field]));
        }
      }
    });
  }

  /** A gateway right behind the task that asks for the status, and forgets one that may come. */
  function statusGateway() {
    return forTasks((task, report, reporter) => {
      const gateway = gatewayBehind(task);
      const variable = statusVariable(task);
      if (!gateway || !variable || !isVariableName(variable)) {
        return;
      }
      const conditions = outgoing(gateway)
        .filter(flow => flow !== gateway.default)
        .map(({ conditionExpression }) => readCondition(conditionExpression, variable));
      const asked = conditions.flatMap(({ words }) => words);
      if (asked.length === 0) {
        return;
      }
      for (const text of new Set(asked.filter(word => !statuses(task).includes(word)))) {
        reporter.report(gateway.id, texts.unknownStatus({ text }));
      }
      const uncovered = possibleStatuses(task).filter(status => !conditions.some(({ covers }) => covers(status)));
      if (!gateway.default && uncovered.length > 0) {
        reporter.report(gateway.id, texts.uncoveredStatus({ statuses: uncovered }));
      }
    });
  }

  // ---- what the rules look at ----

  function forTasks(check) {
    return {
      check(node, reporter) {
        if (isOurs(node)) {
          const report = (key, details = {}, more = undefined) =>
            reporter.report(node.id, texts[key]({ ...details, field: labels(node)[details.field] || details.field }), more);
          check(node, report, reporter);
        }
      }
    };
  }

  function isOurs(node) {
    return Boolean(known(node));
  }

  /** What the contract says of the task that a node runs; of an event it is the definition inside that names it. */
  function known(node) {
    if (is(node, 'bpmn:IntermediateThrowEvent') || is(node, 'bpmn:EndEvent')) {
      return (node.eventDefinitions || []).filter(definition => is(definition, 'bpmn:MessageEventDefinition')).map(run).find(Boolean);
    }
    const isDecision = is(node, 'bpmn:BusinessRuleTask') && node.get('camunda:decisionRef');
    return ['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask'].some(type => is(node, type)) && !isDecision
      ? Object.values(TASKS).find(({ template }) => template === node.get('camunda:modelerTemplate')) || run(node)
      : undefined;
  }

  /** The task of the bean that runs, in the order in which the engine asks. */
  function run(node) {
    if (node.get('camunda:type') || (node.get('camunda:class') || '').trim()) {
      return undefined;
    }
    const delegateExpression = node.get('camunda:delegateExpression');
    const [, bean] = (delegateExpression
      ? DELEGATE.exec(delegateExpression.trim())
      : BY_HAND.exec((node.get('camunda:expression') || '').trim())) || [];
    return Object.prototype.hasOwnProperty.call(TASKS, bean || '') ? TASKS[bean] : undefined;
  }

  function labels(node) {
    const ofTask = known(node).labels;
    return ofTask[LANGUAGE] || ofTask.en;
  }

  function statuses(task) {
    const { answers, faults } = known(task);
    return [...answers, ...Object.values(faults).map(({ status }) => status)];
  }

  function is(node, type) {
    return Boolean(node) && typeof node.$instanceOf === 'function' && node.$instanceOf(type);
  }

  /** So that a click on the problem opens the field. */
  function entry({ template }, place) {
    return place ? { propertiesPanel: { entryIds: [`custom-entry-${template}-${place}`] } } : undefined;
  }

  function extensions(task, type) {
    const elements = task.extensionElements;
    return ((elements && elements.values) || []).filter(value => is(value, type));
  }

  function parameters(task, kind) {
    return extensions(task, 'camunda:InputOutput').flatMap(mapping => mapping[kind] || []);
  }

  /** The texts of the input parameters. A script, a list or a map may say anything: it stands for an expression. */
  function inputs(task) {
    return Object.fromEntries(parameters(task, 'inputParameters')
      .map(({ name, value, definition }) => [name, definition ? '${anything}' : value || '']));
  }

  function property(task, name) {
    const found = extensions(task, 'camunda:Properties').flatMap(({ values }) => values || []).find(value => value.name === name);
    return found && found.value;
  }

  /** What is wrong with a fixed value; of employees and days more is known than their patterns say. */
  function faultIn(field, text, pattern, given) {
    if (field === 'userId') {
      const ids = pattern.test('one,two') ? text.split(/[,，]/).map(id => id.trim()) : [text];
      return /[{}]/.test(text) && 'forgottenDollar'
        || ids.some(id => isOtherId(id, given.employeeType)) && 'otherId'
        || !ids.every(id => /^\S{1,64}$/.test(id)) && 'badId';
    }
    const fits = DAYS.includes(field) ? isDay(text) : pattern.test(text);
    return !fits && (/[{}]/.test(text) ? 'forgottenDollar' : DAYS.includes(field) ? 'badDay' : 'badValue');
  }

  /** An open_id or a union_id; an employee number may look like anything. */
  function isOtherId(text, employeeType) {
    return /^o[un]_[0-9a-f]{20}[0-9a-z]*$/.test(text) && ['', 'employee_id'].includes((employeeType || '').trim());
  }

  function isExpression(text) {
    return /[$#]\{/.test(text);
  }

  /** Whether the engine could not read what looks like an expression: not closed, empty, or unbalanced inside. */
  function isBroken(text) {
    let rest = text || '';
    for (let start = rest.search(/[$#]\{/); start >= 0; start = rest.search(/[$#]\{/)) {
      const end = endOfExpression(rest, start + 2);
      if (end < 0) {
        return true;
      }
      rest = rest.slice(end + 1);
    }
    return false;
  }

  /** Where the closing brace stands; -1 where there is none, or nothing before it, or brackets do not match. */
  function endOfExpression(text, start) {
    const open = [];
    const pairs = { '(': ')', '[': ']', '{': '}' };
    for (let i = start; i < text.length; i++) {
      const character = text[i];
      if (character === '\'' || character === '"') {
        i = text.indexOf(character, i + 1);
        if (i < 0) {
          return -1;
        }
      } else if (character in pairs) {
        open.push(pairs[character]);
      } else if (character === '}' && open.length === 0) {
        return text.slice(start, i).trim() ? i : -1;
      } else if (')]}'.includes(character) && open.pop() !== character) {
        return -1;
      }
    }
    return -1;
  }

  function isDay(text) {
    const instant = 'T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})';
    const [, year, month, day] = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:${instant})?$`).exec(text)
      || /^(\d{4})(\d{2})(\d{2})$/.exec(text) || [];
    const date = new Date(Date.UTC(year, month - 1, day));
    return Boolean(year) && date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
  }

  function isRetryCycle(text) {
    const duration = /^P(?=[T\d])(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/;
    const cycle = text.replace(/\s/g, '');
    return cycle.split(',').every(part => duration.test(part)) || (/^R[1-9]\d*\//.test(cycle) && duration.test(cycle.replace(/^R\d+\//, '')));
  }

  function isVariableName(name) {
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) &&
      !/^(?:and|or|not|eq|ne|lt|gt|le|ge|true|false|null|instanceof|empty|div|mod)$/.test(name);
  }

  // ---- errors ----

  /** From the task outwards, as the engine looks for it; calling processes cannot be seen from here. */
  function isCaught(code, task) {
    for (let inner = task, scope = task.$parent; scope; inner = scope, scope = scope.$parent) {
      const siblings = scope.flowElements || [];
      const catches = siblings.some(element =>
        is(element, 'bpmn:BoundaryEvent') && element.attachedToRef === inner && isErrorEvent(element, code)
        || is(element, 'bpmn:SubProcess') && element.triggeredByEvent && element !== inner
        && (element.flowElements || []).some(start => is(start, 'bpmn:StartEvent') && isErrorEvent(start, code)));
      if (catches) {
        return true;
      }
    }
    return false;
  }

  function isErrorEvent({ eventDefinitions = [] }, code) {
    return eventDefinitions.some(definition => {
      const caught = is(definition, 'bpmn:ErrorEventDefinition') && definition.errorRef && definition.errorRef.errorCode;
      return is(definition, 'bpmn:ErrorEventDefinition') && (!caught || caught === code || isExpression(caught));
    });
  }

  // ---- paths ----

  /** The elements around a task, the process first. */
  function around(task) {
    return is(task.$parent, 'bpmn:FlowElementsContainer') ? [...around(task.$parent), task.$parent] : [];
  }

  function tasksOf(container) {
    return flowElements(container).flatMap(element => isOurs(element) ? [element] : tasksOf(element));
  }

  function flowElements(container) {
    return (container && container.flowElements) || [];
  }

  function resultNames(task) {
    return [...new Set(parameters(task, 'outputParameters').map(({ name }) => name).filter(Boolean))];
  }

  /** How deep the element lies whose variable a result of that name is: one with an input of the name, else the process. */
  function owner(task, name) {
    const scopes = around(task);
    for (let depth = scopes.length - 1; depth > 0; depth--) {
      if (parameters(scopes[depth], 'inputParameters').some(input => input.name === name)) {
        return depth;
      }
    }
    return 0;
  }

  /** The variables that both tasks write, in two paths of the process. */
  function sharedResults(one, other) {
    const [ones, others] = [[...around(one), one], [...around(other), other]];
    let common = 0;
    while (ones[common + 1] === others[common + 1]) {
      common++;
    }
    const meets = parallelPaths(ones[common]).meet(ones[common + 1], others[common + 1]);
    return meets
      ? resultNames(one).filter(name => resultNames(other).includes(name) && owner(one, name) <= common && owner(other, name) <= common)
      : [];
  }

  /** Whether the owner of the variable sees the task run several times at once. */
  function isRepeated(task, name) {
    const places = [...around(task), task];
    return places.slice(owner(task, name), -1).some((scope, index) => {
      const inner = places[owner(task, name) + index + 1];
      const loop = inner.loopCharacteristics;
      return inner !== task && is(loop, 'bpmn:MultiInstanceLoopCharacteristics') && !loop.isSequential
        || parallelPaths(scope).meet(inner, inner);
    });
  }

  /**
   * Where tokens may be at the same time in a process or subprocess. Paths part at a gateway that is neither exclusive nor
   * event-based, at any other element with several flows, and at an event that does not interrupt. Behind the gateway that
   * joins two paths they are one again.
   */
  function parallelPaths(scope) {
    const nodes = flowElements(scope).filter(element => !is(element, 'bpmn:SequenceFlow'));
    const hosted = node => nodes.filter(event => is(event, 'bpmn:BoundaryEvent') && event.attachedToRef === node);
    const links = node => (node.eventDefinitions || []).filter(definition => is(definition, 'bpmn:LinkEventDefinition')).map(({ name }) => name);
    const linked = node => is(node, 'bpmn:IntermediateThrowEvent')
      ? nodes.filter(other => is(other, 'bpmn:IntermediateCatchEvent') && links(other).some(name => links(node).includes(name)))
      : [];
    const next = new Map(nodes.map(node => [node, [...outgoing(node).map(({ targetRef }) => targetRef), ...hosted(node), ...linked(node)]]));
    const forks = nodes.flatMap(node => {
      if (is(node, 'bpmn:BoundaryEvent')) {
        return node.cancelActivity === false ? [[node.attachedToRef, node, node]] : [];
      }
      if (is(node, 'bpmn:ExclusiveGateway') || is(node, 'bpmn:EventBasedGateway')) {
        return [];
      }
      // The default flow is taken where no other is.
      const taken = outgoing(node).filter(flow => flow !== node.default).map(({ targetRef }) => targetRef);
      return taken.flatMap((one, index) => taken.slice(index + 1).map(other => [one, other]));
    });
    const besideAll = nodes.filter(node => is(node, 'bpmn:SubProcess') && node.triggeredByEvent
      && flowElements(node).some(start => is(start, 'bpmn:StartEvent') && start.isInterrupting === false));

    function reachable(start, except, ends) {
      const seen = new Set([start]);
      for (const node of seen) {
        for (const then of ends.includes(node) ? [] : next.get(node) || []) {
          if (then !== except) {
            seen.add(then);
          }
        }
      }
      return seen;
    }

    function isJoin(node) {
      return (is(node, 'bpmn:ParallelGateway') || is(node, 'bpmn:InclusiveGateway')) && incoming(node).length > 1;
    }

    const branches = forks.map(([one, other, except]) => {
      const behindOther = reachable(other, undefined, []);
      const joins = [...reachable(one, except, [])].filter(node => behindOther.has(node) && isJoin(node));
      return [reachable(one, except, joins), reachable(other, undefined, joins)];
    });
    return {
      part: forks.length > 0 || besideAll.length > 0,
      meet: (one, other) => one !== other && (besideAll.includes(one) || besideAll.includes(other))
        || branches.some(([here, there]) => here.has(one) && there.has(other) || here.has(other) && there.has(one))
    };
  }

  // ---- statuses ----

  /** The first gateway that divides, behind the task and whatever only joins. */
  function gatewayBehind(task) {
    const seen = new Set();
    let node = task;
    while (node && !seen.has(node)) {
      seen.add(node);
      const flows = outgoing(node);
      if (node !== task && flows.length > 1) {
        return node;
      }
      node = flows.length === 1 ? flows[0].targetRef : undefined;
      node = is(node, 'bpmn:ExclusiveGateway') || is(node, 'bpmn:InclusiveGateway') ? node : undefined;
    }
    return undefined;
  }

  /** By the flows' own word, as the engine goes: a node need not list them. */
  function outgoing(node) {
    return flowsBeside(node).filter(({ sourceRef }) => sourceRef === node);
  }

  function incoming(node) {
    return flowsBeside(node).filter(({ targetRef }) => targetRef === node);
  }

  function flowsBeside(node) {
    return ((node.$parent && node.$parent.flowElements) || []).filter(element => is(element, 'bpmn:SequenceFlow'));
  }

  /** What the designer calls the status. */
  function statusVariable(task) {
    const { status } = known(task);
    const mapped = parameters(task, 'outputParameters').find(({ value }) => (DELEGATE.exec(value || '') || [])[1] === status);
    return mapped && mapped.name;
  }

  function possibleStatuses(task) {
    const given = inputs(task);
    const { answers, faults } = known(task);
    const goingOn = Object.entries(faults)
      .filter(([field]) => /^continue$|[$#]\{/.test((given[field] || '').trim()))
      .map(([, { status }]) => status);
    return [...answers, ...goingOn];
  }

  /**
   * What a condition says of the status: words it compares with, and which statuses it lets through. What cannot be read
   * may let anything through, so that nobody is told off for a condition that this does not understand.
   */
  function readCondition(expression, variable) {
    const body = expression && !expression.language && /^\s*[$#]\{([\s\S]*)\}\s*$/.exec(expression.body || '');
    if (!body) {
      return { words: [], covers: () => true };
    }
    const name = `(?:${variable}|execution\\.getVariable\\(\\s*['"]${variable}['"]\\s*\\))`;
    const comparison = new RegExp(`^\\(*\\s*${name}\\s*(==|eq|!=|ne)\\s*['"](\\w+)['"]\\s*\\)*$`);
    const terms = body[1].split(/\|\||\bor\b/).map(term => comparison.exec(term.trim()));
    const read = terms.filter(Boolean).map(([, operator, word]) => ({ equal: operator === '==' || operator === 'eq', word }));
    return {
      words: read.map(({ word }) => word),
      covers: status => read.length < terms.length || read.some(({ equal, word }) => equal === (word === status))
    };
  }

  // ---- for the Modeler ----

  const RULES = {
    'fetch-fields': ['error', fields],
    'fetch-results': ['error', results],
    'fetch-lost-results': ['warn', lostResults],
    'fetch-overwritten-results': ['warn', overwrittenResults],
    'fetch-multi-instance': ['error', multiInstance],
    'fetch-dead-end': ['error', deadEnd],
    'fetch-unreachable': ['warn', unreachable],
    'fetch-asynchronous': ['warn', asynchronous],
    'fetch-caught-errors': ['warn', caughtErrors],
    'fetch-status-gateway': ['warn', statusGateway]
  };

  const config = {
    rules: Object.fromEntries(Object.entries(RULES).map(([name, [category]]) => [`remedyflow/${name}`, category]))
  };

  const resolver = {
    resolveRule(pkg, name) {
      if (pkg !== 'bpmnlint-plugin-remedyflow' || !(name in RULES)) {
        throw new Error(`cannot resolve rule <${pkg}/${name}>`);
      }
      return RULES[name][1];
    },
    resolveConfig(pkg, name) {
      throw new Error(`cannot resolve config <${name}> in <${pkg}>`);
    }
  };

  window.plugins = window.plugins || [];
  window.plugins.push({ plugin: { config, resolver }, type: 'lintRules.bpmn' });
})();
