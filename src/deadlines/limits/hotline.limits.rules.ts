import { limitsOfLine, on } from "../limit-rows.rules";
import type { LimitRow } from "../limit.rules";

export const HOTLINE_LIMITS: readonly LimitRow[] = limitsOfLine("HOTLINE", [
  {
    id: "HOT-HANDLE",
    title: "热线工单办理并答复",
    period: null,
    party: "DUTY",
    holder: "承办单位",
    anchor: "派单之日,日数由派单时确定",
    starts: on("DISPATCHED"),
    ends: on("REPLIED", "CHANNELLED", "WITHDRAWN"),
    roll: "n/a",
    expiry: "由地方规定",
    basis: "国办发〔2020〕53号",
    verified: false,
    note: "国办 53 号文未规定全国性日数;潍坊的数字见规则包。派单异议不停止计算",
  },
]);
