import { open, type FollowUpRow } from "../follow-up-row.rules";

const act = (article: string): string => `法律援助法 ${article}`;
const AGGRIEVED = "申请人、受援人";

export const LEGAL_AID_FOLLOW_UPS: readonly FollowUpRow[] = [
  open("F-AID-OBJECT", ["DENIED", "TERMINATED"], ["向司法行政部门提出异议", AGGRIEVED], null, act("49(1)"), {
    note: "法律未规定提出的期限;司法行政部门五日内审查(AID-OBJECT)",
  }),
  open("F-AID-RECONSIDER", ["UPHELD"], ["申请行政复议", AGGRIEVED], "REC-APPLY", `${act("49(3)")}; 行政复议法 20`, {
    countsFromState: true,
  }),
  open("F-AID-SUE", ["UPHELD"], ["提起行政诉讼", AGGRIEVED], "REC-SUE-DIRECT", `${act("49(3)")}; 行政诉讼法 46`, {
    countsFromState: true,
  }),
  open(
    "F-AID-SUE-AFTER",
    ["RECONSIDERATION"],
    ["不服复议决定,提起行政诉讼", AGGRIEVED],
    "REC-SUE-AFTER",
    "行政诉讼法 45",
  ),
];
