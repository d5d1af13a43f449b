export const RETURN_REASON_LABELS = {
  NOT_COMPETENT: "不属本机关职权",
  OTHER_AGENCY: "应由其他机关处理",
  NOT_ACCEPTABLE: "依法不予受理",
  MATERIAL_MISSING: "材料不全,无法办理",
  DUPLICATE: "本机关已在办理同一事项",
  RECUSAL: "依法回避",
} as const;
export type ReturnReason = keyof typeof RETURN_REASON_LABELS;
