import { days, limitsOfLine, months } from "../limit-rows.rules";
import type { LimitRow } from "../limit.rules";

export const RECONSIDERATION_LIMITS: readonly LimitRow[] = limitsOfLine("RECONSIDERATION", [
  {
    id: "REC-APPLY",
    title: "申请行政复议",
    period: days(60),
    party: "RIGHT",
    holder: "公民、法人或者其他组织",
    anchor: "知道或者应当知道该行政行为之日",
    roll: "Y",
    expiry: "丧失申请行政复议的权利",
    basis: "行政复议法 20, 88",
    verified: true,
    note: "未告知复议权利、机关和期限的,自知道或者应当知道之日起算,自知道行政行为内容之日起最长一年;法律规定超过六十日的从其规定",
  },
  {
    id: "REC-SUE-AFTER",
    title: "不服行政复议决定,提起行政诉讼",
    period: days(15),
    party: "RIGHT",
    holder: "公民、法人或者其他组织",
    anchor: "收到复议决定书之日;复议机关逾期不作决定的,复议期满之日",
    roll: "Y",
    expiry: "丧失起诉的权利",
    basis: "行政诉讼法 45, 101",
    verified: true,
  },
  {
    id: "REC-SUE-DIRECT",
    title: "直接提起行政诉讼",
    period: months(6),
    party: "RIGHT",
    holder: "公民、法人或者其他组织",
    anchor: "知道或者应当知道作出行政行为之日",
    roll: "Y",
    expiry: "丧失起诉的权利",
    basis: "行政诉讼法 46, 101",
    verified: true,
  },
]);
