// Words that people, bodies and places of the demo are put together from. Nobody is meant: whoever shares a name with
// one of them does so by chance.

export const SURNAMES =
  "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 贾 夏 付 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 雷 龙 史 陶 贺 顾 毛 郝 龚 邵 万 钱 覃 武 戴 严 莫 孔 向 欧阳 上官 司徒".split(
    " ",
  );

export const GIVEN =
  "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 秀 霞 平 刚 桂 英 华 玉 兰 红 建 国 志 海 燕 云 春 梅 凤 荣 林 金 龙 飞 鹏 辉 斌 波 宁 琴 佳 欣 宇 浩 晨 雪 婷 慧 莹 洁 倩 颖 琳 晓 梓 涵 子 轩 雨 泽 一 诺 嘉 俊 思 远 文 博 立 新 永 福 根 生 阿 水 连 法 观 祥".split(
    " ",
  );

/** People of other traditions write their names otherwise, and the hub must keep them as written. */
export const TRANSCRIBED = ["阿依古丽·买买提", "艾尔肯·吐尔逊", "扎西顿珠", "努尔兰·哈力克", "古丽娜·阿不都"];

/** Districts of first registration: mostly this county, else where people have come from, one code long retired. */
export const BIRTHPLACES: readonly (readonly [code: string, weight: number])[] = [
  ["330482", 60],
  ["330481", 4],
  ["330424", 4],
  ["330421", 3],
  ["341226", 6],
  ["411628", 5],
  ["360428", 4],
  ["420682", 3],
  ["522428", 3],
  ["512326", 3],
  ["620422", 3],
  ["532128", 2],
];

export const MOBILE_PREFIXES = "130 131 135 136 137 138 139 150 151 152 157 158 159 176 177 180 186 187 188 199".split(
  " ",
);

export interface Town {
  readonly regionCode: string;
  readonly name: string;
}

export const TOWNS: readonly Town[] = [
  { regionCode: "330482001", name: "当湖街道" },
  { regionCode: "330482002", name: "钟埭街道" },
  { regionCode: "330482003", name: "曹桥街道" },
  { regionCode: "330482101", name: "乍浦镇" },
  { regionCode: "330482102", name: "新埭镇" },
  { regionCode: "330482103", name: "新仓镇" },
  { regionCode: "330482106", name: "广陈镇" },
];

export const ESTATES = "海棠苑 枫杨新村 栖霞花园 望湖嘉园 南塘小区 梧桐里 书香名邸 金桂苑 双桥佳苑 云澜府".split(" ");
export const VILLAGES = "界河村 石桥村 永丰村 新港村 鱼圻村 三叉河村 姚浜村 联合村 泗泾村 胜利村".split(" ");

/** The sound of a firm's name. */
export const FIRM_WORDS = "恒瑞 正禾 盛邦 锦程 沃尔泰 宏景 百川 嘉禾 新势 鼎汇 隆安 中启 汇源达 永泰 博衡 天澜".split(
  " ",
);

export type BodyKind =
  | "COMPANY"
  | "CONTRACTOR"
  | "PROPERTY"
  | "DEVELOPER"
  | "SHOP"
  | "HOSPITAL"
  | "SCHOOL"
  | "BANK"
  | "INSURER"
  | "VILLAGE"
  | "OFFICE";

/** How a kind of body ends its name, and the first two characters of its social credit code (GB 32100). */
export const BODY_NAMES: Readonly<Record<BodyKind, { readonly code: string; readonly endings: readonly string[] }>> = {
  COMPANY: {
    code: "91",
    endings: ["服饰有限公司", "机械制造有限公司", "箱包有限公司", "电子科技有限公司", "食品有限公司"],
  },
  CONTRACTOR: { code: "91", endings: ["建筑工程有限公司", "建筑劳务有限公司", "装饰工程有限公司"] },
  PROPERTY: { code: "91", endings: ["物业服务有限公司", "物业管理有限公司"] },
  DEVELOPER: { code: "91", endings: ["置业有限公司", "房地产开发有限公司"] },
  SHOP: { code: "92", endings: ["健身馆", "美容店", "家电经营部", "汽车维修店", "教育培训部"] },
  HOSPITAL: { code: "12", endings: ["综合医院", "口腔医院", "骨伤医院"] },
  SCHOOL: { code: "52", endings: ["实验学校", "幼儿园", "中学"] },
  BANK: { code: "91", endings: ["村镇银行股份有限公司", "小额贷款有限公司"] },
  INSURER: { code: "91", endings: ["财产保险股份有限公司平湖支公司"] },
  VILLAGE: { code: "54", endings: ["村民委员会"] },
  OFFICE: { code: "11", endings: ["村镇建设办公室", "综合执法办公室", "便民服务办公室"] },
};
