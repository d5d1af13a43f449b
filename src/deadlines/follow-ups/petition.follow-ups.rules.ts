import { barred, open, type FollowUpRow } from "../follow-up-row.rules";

const reg = (article: string): string => `信访工作条例 ${article}`;
const PETITIONER = "信访人";
const CHAIN_IS_OVER = "复核之后仍以同一事实和理由提出的,各机关、单位不再受理";

export const PETITION_FOLLOW_UPS: readonly FollowUpRow[] = [
  open("F-PET-REVIEW", ["ANSWERED"], ["请求复查", PETITIONER], "PET-REVIEW-APPLY", reg("35"), {
    note: "向原办理机关、单位的上一级机关、单位提出",
  }),
  open("F-PET-RECHECK", ["REVIEWED"], ["请求复核", PETITIONER], "PET-RECHECK-APPLY", reg("36(1)"), {
    note: "向复查机关、单位的上一级机关、单位提出",
  }),
  open("F-PET-CHANNEL", ["CHANNELLED"], ["按导入的法定程序处理", PETITIONER], null, reg("31"), {
    note: "诉讼、复议、仲裁、检察、公安、党员申诉、行政程序或者依法履职;期限按该程序另计",
  }),
  open(
    "F-PET-CARE",
    ["RECHECKED", "NO_LONGER_ACCEPTED"],
    ["疏导教育、矛盾化解、帮扶救助", PETITIONER],
    null,
    reg("37(3)"),
  ),
  open(
    "F-PET-CARE-CONCLUDED",
    ["CONCLUDED_UNRESOLVED"],
    ["疏导教育、矛盾化解、帮扶救助", PETITIONER],
    null,
    reg("37(3)"),
    {
      when: { isRechecked: [true] },
    },
  ),
  barred(
    "F-PET-AGAIN",
    ["RECHECKED", "NO_LONGER_ACCEPTED"],
    ["以同一事实和理由再次信访", PETITIONER],
    null,
    reg("36(3)"),
    { note: CHAIN_IS_OVER },
  ),
  barred(
    "F-PET-AGAIN-CONCLUDED",
    ["CONCLUDED_UNRESOLVED"],
    ["以同一事实和理由再次信访", PETITIONER],
    null,
    reg("36(3)"),
    { when: { isRechecked: [true] }, note: CHAIN_IS_OVER },
  ),
  barred(
    "F-PET-SUIT",
    ["ANSWERED", "REVIEWED", "RECHECKED"],
    ["对信访答复、复查、复核意见提起行政诉讼", PETITIONER],
    null,
    "行诉解释 1(2)(九)",
    { note: "原来的纠纷本身能否起诉,另按其性质判断" },
  ),
];
