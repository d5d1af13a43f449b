import { limitsOfLine } from "../limit-rows.rules";
import type { LimitRow } from "../limit.rules";

export const HOTLINE_LIMITS: readonly LimitRow[] = limitsOfLine("HOTLINE", [
  {
    id: "HOT-HANDLE",
    title: "热线工单办理并答复",
    period: null,
    party: "DUTY",
    holder: "承办单位",
    anchor: "由地方规定",
    roll: "n/a",
    expiry: "由地方规定",
    basis: "国办发〔2020〕53号",
    verified: false,
    note: "国办 53 号文未规定全国性日数。DISPATCHED → REPLIED;潍坊的数字见规则包",
  },
]);
