import { active, agency, ended, party, settling, steps, type Workflow } from "../workflow.rules";

/** Found quoted on public pages only; nobody has read the text itself. */
const NATIONAL = "国办发〔2020〕53号 (memory)";
/** Local law, the only one that was read on who answers for an order; elsewhere it is a model. */
const BEIJING = "北京市接诉即办工作条例 12, 13, 14";

const HOTLINE = agency("热线受理机构");
const UNIT = agency("承办单位");
const CALLER = party("诉求人");

const BEFORE_REPLY = [
  "CALL_RECEIVED",
  "ORDER_CREATED",
  "DISPATCHED",
  "DISPATCH_OBJECTED",
  "SIGNED",
  "HANDLING",
  "REWORK",
];

/**
 * A reply is the handling unit's word. Until the caller has been asked, the matter counts as unresolved, and what only a
 * statutory procedure can decide is led there and never closed as solved (国办发〔2020〕53号).
 */
export const HOTLINE_WORKFLOW: Workflow = {
  line: "HOTLINE",
  title: "政务服务便民热线",
  states: [
    active("CALL_RECEIVED", "已接听", { entry: true, basis: NATIONAL }),
    ended("ANSWERED_ON_SPOT", "当场答复", "RESOLVED"),
    ended("REFUSED", "不予受理", "REDIRECTED"),
    // The centre's desk hands a matter over in writing: there has been no call.
    active("ORDER_CREATED", "已生成工单", { entry: true, basis: NATIONAL }),
    active("DISPATCHED", "已派单"),
    active("DISPATCH_OBJECTED", "派单异议"),
    active("SIGNED", "已签收"),
    active("HANDLING", "办理中"),
    settling("REPLIED", "已答复", "UNRESOLVED"),
    settling("REVISITED", "已回访", "UNRESOLVED"),
    settling("EVALUATED", "已评价", "UNRESOLVED"),
    active("REWORK", "退回重办"),
    ended("CHANNELLED", "已引导至法定途径", "REDIRECTED"),
    ended("MERGED", "并入在办工单", "REDIRECTED"),
    ended("WITHDRAWN", "诉求人撤回", "WITHDRAWN"),
    ended("CLOSED", "办结(已解决)", "RESOLVED"),
    ended("CLOSED_UNRESOLVED", "办结(未解决)", "UNRESOLVED"),
  ],
  transitions: steps([
    ["CALL_RECEIVED", "ANSWERED_ON_SPOT", HOTLINE, null, NATIONAL],
    ["CALL_RECEIVED", "ORDER_CREATED", HOTLINE, "工单", NATIONAL],
    [["CALL_RECEIVED", "ORDER_CREATED"], "REFUSED", HOTLINE, "不予受理告知", NATIONAL],
    ["ORDER_CREATED", "MERGED", HOTLINE, null, "同一诉求重复来电 (policy)"],
    ["ORDER_CREATED", "DISPATCHED", HOTLINE, "派单记录", NATIONAL],
    ["DISPATCHED", "SIGNED", UNIT, null, NATIONAL],
    [["DISPATCHED", "SIGNED"], "DISPATCH_OBJECTED", UNIT, "异议单", BEIJING],
    ["DISPATCH_OBJECTED", "DISPATCHED", HOTLINE, "派单记录", BEIJING],
    // The first to receive it leads and may not push it away, so an objection that fails leads back to handling.
    ["DISPATCH_OBJECTED", "SIGNED", UNIT, null, BEIJING],
    ["SIGNED", "HANDLING", UNIT, null, NATIONAL],
    ["HANDLING", "REPLIED", UNIT, "答复", NATIONAL],
    [["ORDER_CREATED", "DISPATCHED", "SIGNED", "HANDLING"], "CHANNELLED", UNIT, "引导告知", NATIONAL],

    ["REPLIED", "REVISITED", HOTLINE, "回访记录", NATIONAL],
    ["REVISITED", "EVALUATED", CALLER, null, NATIONAL],
    [["REVISITED", "EVALUATED"], "REWORK", HOTLINE, "督办通知", NATIONAL],
    ["REWORK", "HANDLING", UNIT, null, NATIONAL],
    ["REWORK", "DISPATCHED", HOTLINE, "派单记录", NATIONAL],
    [["REVISITED", "EVALUATED"], "CLOSED", HOTLINE, null, NATIONAL],
    [["REVISITED", "EVALUATED"], "CLOSED_UNRESOLVED", HOTLINE, null, "诉求人不认可,已无再办必要 (policy)"],

    [BEFORE_REPLY, "WITHDRAWN", CALLER, null, "诉求人自愿撤回 (policy)"],
  ]),
};
