import { open, type FollowUpRow } from "../follow-up-row.rules";

export const HOTLINE_FOLLOW_UPS: readonly FollowUpRow[] = [
  open(
    "F-HOT-CHANNEL",
    ["REFUSED", "CHANNELLED"],
    ["按告知的诉讼、仲裁、行政复议、监察等途径办理", "诉求人"],
    null,
    "国办发〔2020〕53号",
    { verified: false, note: "期限按该途径另计" },
  ),
];
