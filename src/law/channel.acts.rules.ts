import type { ActRow } from "./act.rules";

/** The texts that only the lawful channels and the principles of petition rest on. */
export const CHANNEL_ACTS: readonly ActRow[] = [
  {
    title: "反家庭暴力法",
    fullTitle: "中华人民共和国反家庭暴力法",
    reading: "MEMORY",
    articles: {},
  },
  {
    title: "治安管理处罚法",
    fullTitle: "中华人民共和国治安管理处罚法（2025 年修订，2026 年 1 月 1 日起）",
    reading: "MEMORY",
    articles: {
      "9": "民间纠纷引起、情节较轻的可以调解；达成协议并履行的不予处罚；调解不成或者不履行的，处罚并告知可以起诉",
    },
  },
  {
    title: "土地管理法",
    fullTitle: "中华人民共和国土地管理法",
    reading: "READ",
    articles: {
      "14": "土地所有权、使用权争议由人民政府处理；不服处理决定的，自接到通知之日起三十日内起诉",
    },
  },
  {
    title: "农地仲裁法",
    fullTitle: "中华人民共和国农村土地承包经营纠纷调解仲裁法",
    reading: "READ",
    articles: {
      "2(3)": "因征收集体土地及其补偿发生的纠纷，不属于农地仲裁范围",
      "3": "可以请求村民委员会、乡镇人民政府调解",
      "4": "可以申请仲裁，也可以直接起诉",
      "18": "申请仲裁的时效为二年",
      "22": "法院已经受理的，不予受理",
      "47": "六十日内结束，可以延长不超过三十日",
      "48": "不服裁决的，自收到之日起三十日内起诉",
    },
  },
  {
    title: "房屋征收补偿条例",
    fullTitle: "国有土地上房屋征收与补偿条例",
    reading: "READ",
    articles: {
      "25": "订立补偿协议；一方不履行的，另一方可以依法提起诉讼",
      "26": "不服补偿决定的，可以申请行政复议，也可以提起行政诉讼",
    },
  },
  {
    title: "保障农民工工资支付条例",
    fullTitle: "保障农民工工资支付条例",
    reading: "READ",
    articles: {},
  },
  {
    title: "工伤保险条例",
    fullTitle: "工伤保险条例",
    reading: "READ",
    articles: {
      "54": "职工与用人单位发生工伤待遇争议的，按照劳动争议处理",
      "55": "对工伤认定等不服的，可以申请行政复议，也可以提起行政诉讼",
    },
  },
  {
    title: "保障中小企业款项支付条例",
    fullTitle: "保障中小企业款项支付条例",
    reading: "READ",
    articles: {
      "24": "机关、事业单位、国有企业、大型企业拖欠中小企业款项的，可以投诉；省级以上受理，十个工作日内转交",
      "25": "三十日内处理，最长不超过九十日",
    },
  },
  {
    title: "物业管理条例",
    fullTitle: "物业管理条例",
    reading: "MEMORY",
    articles: {},
  },
  {
    title: "道路交通安全法",
    fullTitle: "中华人民共和国道路交通安全法",
    reading: "READ",
    articles: {
      "74": "赔偿争议可以请求交警调解，也可以直接起诉",
    },
  },
];
