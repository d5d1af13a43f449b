import { open, type FollowUpRow } from "../follow-up-row.rules";

const act = (article: string): string => `劳动保障监察条例 ${article}`;

const WORKER = "劳动者";
const AGGRIEVED = "用人单位、投诉人";
const DECISIONS = ["PENALTY", "HANDLING_DECISION"];

export const INSPECTION_FOLLOW_UPS: readonly FollowUpRow[] = [
  open(
    "F-INS-ARBITRATE",
    ["REDIRECTED"],
    ["申请劳动仲裁(已申请仲裁或者已起诉的,依该程序办理)", WORKER],
    "ARB-LIM",
    `${act("21(2)")}; 劳动争议调解仲裁法 5`,
  ),
  open(
    "F-INS-ARBITRATE-ANYWAY",
    ["NOT_ACCEPTED", "NO_VIOLATION", "CLOSED_UNRESOLVED", "DECISION_REVOKED"],
    ["申请劳动仲裁", WORKER],
    "ARB-LIM",
    "劳动争议调解仲裁法 5",
    { note: "监察没有处理劳动者的请求,请求本身不因此消灭" },
  ),
  open("F-INS-RECONSIDER", DECISIONS, ["申请行政复议", AGGRIEVED], "REC-APPLY", `${act("19")}; 行政复议法 20`, {
    countsFromState: true,
  }),
  open("F-INS-SUE", DECISIONS, ["提起行政诉讼", AGGRIEVED], "REC-SUE-DIRECT", `${act("19")}; 行政诉讼法 46`, {
    countsFromState: true,
  }),
  open(
    "F-INS-SUE-AFTER",
    ["RECONSIDERATION"],
    ["不服复议决定,提起行政诉讼", AGGRIEVED],
    "REC-SUE-AFTER",
    "行政诉讼法 45",
  ),
];
