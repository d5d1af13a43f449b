import { labelledEnum } from "../platform/graphql-enum";

export const CHANNEL_LABELS = {
  WINDOW: "窗口来访",
  LETTER: "来信",
  WEB: "网上提交",
  QR: "扫码提交",
  HOTLINE_12345: "12345 热线转入",
  AGENT: "代办员代办",
  VIDEO: "视频接访",
  MOBILE: "移动服务点",
  GRID: "网格走访发现",
  PEOPLE_CN: "人民网留言板",
  PHONE: "电话",
  FAX: "传真",
  PLATFORM: "上级或外部平台转入",
} as const;
export type Channel = keyof typeof CHANNEL_LABELS;
export const ChannelEnum = labelledEnum("Channel", "提交渠道: the way a submission came in", CHANNEL_LABELS);
