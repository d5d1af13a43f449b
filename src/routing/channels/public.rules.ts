import { CATEGORY_LABELS, type DisputeCategory } from "../../dispute/dispute.labels";
import { fallback, first, forbid, group, type ChannelRow } from "../channel.rules";
import type { Facts } from "../fact.labels";
import { NOT_PENDING, NOT_RECONSIDERED } from "./stages.rules";
import { MEDIATION_DOORS } from "../door.labels";

/** Where the law names no better way than the petition's own procedure, if nothing else is left. */
const RESIDUE: readonly DisputeCategory[] = [
  "SOCIAL_SECURITY",
  "CIVIL_AFFAIRS_RELIEF",
  "VILLAGE_GOVERNANCE",
  "ENTERPRISE_RELATED",
  "EDUCATION",
  "ENVIRONMENT",
  "URBAN_SERVICE",
  "OTHER",
];

/** 复议前置: until the reconsideration is decided there is no suit. */
const reconsiderFirst = (when: Facts, basis: string, as: string) =>
  forbid(
    "ADMIN_LITIGATION",
    { reconsiderationDecided: false, ...when },
    basis,
    "应当先申请行政复议,对复议决定不服的再起诉",
    as,
  );

/** Quarrels with an authority, and what citizens tell it without a quarrel. */
export const PUBLIC_ROWS: readonly ChannelRow[] = [
  ...group(
    "28-行政行为",
    ["ADMIN_ACT"],
    [
      first("ADMIN_RECONSIDERATION", NOT_RECONSIDERED, "行政复议法 20", "自知道行政行为之日起六十日内"),
      first(
        "ADMIN_LITIGATION",
        { ...NOT_PENDING, reconsiderationDecided: true },
        "行政诉讼法 45",
        "自收到复议决定之日起十五日内",
      ),
      fallback(
        "ADMIN_LITIGATION",
        {
          ...NOT_PENDING,
          isOnSpotPenalty: false,
          infringesResourceRight: false,
          isFailureToAct: false,
          isInformationRefused: false,
        },
        "行政诉讼法 46",
        "自知道行政行为之日起六个月内",
        "DIRECT",
      ),
      reconsiderFirst({ isOnSpotPenalty: true }, "行政复议法 23", "ON_SPOT"),
      reconsiderFirst({ infringesResourceRight: true }, "行政复议法 23(1)(二)", "RESOURCE"),
      reconsiderFirst({ isFailureToAct: true }, "行政复议法 23", "FAILURE"),
      reconsiderFirst({ isInformationRefused: true }, "行政复议法 23", "INFORMATION"),
      fallback("ADMIN_MEDIATION", { reconsiderationPending: true }, "行政复议法 5", "由复议机关调解"),
      fallback("LEGAL_AID", {}, null, "需要说明经济困难状况"),
      forbid("PETITION_31_6", {}, "信访工作条例 31(四)", "应当通过行政复议等行政程序解决"),
    ],
  ),
  ...group(
    "28-复议期间不得起诉",
    [
      "ADMIN_ACT",
      "LAND_EXPROPRIATION",
      "HOUSING_HOMESTEAD",
      "NATURAL_RESOURCE_RIGHT",
      "SOCIAL_SECURITY",
      "WORK_INJURY",
    ],
    [
      forbid(
        "ADMIN_LITIGATION",
        { reconsiderationPending: true },
        "行政复议法 29(1)",
        "行政复议机关已经受理的,复议期间不得起诉",
        "PENDING",
      ),
      forbid(
        "ADMIN_RECONSIDERATION",
        { reconsiderationPending: true },
        null,
        "行政复议机关已经受理;请在该案中提出",
        "PENDING",
      ),
      forbid(
        "ADMIN_RECONSIDERATION",
        { reconsiderationDecided: true },
        null,
        "同一行政行为只复议一次;对复议决定不服的依法起诉",
        "DECIDED",
      ),
      forbid(
        "ADMIN_RECONSIDERATION",
        { litigationBegan: true },
        "行政复议法 29(2)",
        "法院已经受理的,不得申请复议",
        "SUED",
      ),
      forbid("ADMIN_LITIGATION", { litigationBegan: true }, null, "法院已经受理;请在该案中提出", "SUED"),
    ],
  ),
  ...group(
    "29-涉法涉诉",
    ["LITIGATION_RELATED"],
    [
      first("POLITICAL_LEGAL_ORGAN", {}, "信访工作条例 22(2), 31(一)"),
      first("APPEAL", { judgmentInEffect: false }, "信访工作条例 31(一); 民事诉讼法 171", "判决十五日、裁定十日内"),
      first("RETRIAL", { judgmentInEffect: true }, "信访工作条例 31(一); 民事诉讼法 216", "六个月内"),
      first("PROCURATORATE_SUPERVISION", { judgmentInEffect: true }, "信访工作条例 31(一); 民事诉讼法 220"),
      first("ENFORCEMENT_SUPERVISION", { concernsEnforcement: true }, "信访工作条例 31(一)"),
      fallback("RELIEF_GUIDANCE", { concludedByLaw: true }, "信访工作条例 37(3)"),
      forbid(
        ["PETITION_31_6", "PETITION_SIMPLE"],
        {},
        "信访工作条例 22(2), 28(2), 31(一)",
        "诉访分离,不作普通信访办理:来信登记转送政法部门,来访说明引导",
      ),
    ],
  ),
  ...group(
    "30-检举控告",
    ["DISCIPLINE_REPORT"],
    [
      first("DISCIPLINE_ORGAN", {}, "信访工作条例 30"),
      fallback("ORGANISATION_DEPARTMENT", { againstCadre: true }, "信访工作条例 30"),
      forbid("REPORTED_UNIT", {}, "信访工作条例 30", "不得将检举、控告材料透露或者转给被检举、控告的人员或者单位"),
      forbid(MEDIATION_DOORS, {}, "信访工作条例 30", "检举控告不适用调解"),
    ],
  ),
  ...group(
    "30-村社检举控告",
    ["VILLAGE_GOVERNANCE"],
    [
      first("DISCIPLINE_ORGAN", { reportsMisconduct: true }, "信访工作条例 30"),
      forbid(
        "REPORTED_UNIT",
        { reportsMisconduct: true },
        "信访工作条例 30",
        "不得将检举、控告材料转给被检举、控告的单位",
      ),
    ],
  ),
  ...group("31-信访兜底", RESIDUE, [
    first(
      "PETITION_31_6",
      { hasNoLegalChannel: true },
      "信访工作条例 31(六), 33, 34",
      "自受理之日起六十日内,可以延长三十日",
    ),
    fallback(
      "PETITION_REVIEW",
      { hasNoLegalChannel: true, petitionAnswered: true },
      "信访工作条例 35, 36(1)",
      "各三十日内提出",
    ),
    fallback("POLICY_ADVICE", { hasNoLegalChannel: true }, "信访工作条例 14(六), 40"),
    forbid("PETITION_31_6", { hasNoLegalChannel: false }, "信访工作条例 31", "能通过法定途径解决的,先走法定途径"),
  ]),
  ...group(
    "32-城市公共服务",
    ["URBAN_SERVICE"],
    [
      first("HOTLINE", {}, "国办发〔2020〕53号"),
      first("COMPETENT_DEPARTMENT", {}, "国办发〔2020〕53号", "由热线按职责转办"),
      fallback("PETITION_SIMPLE", { isSimpleFirstTime: true }, "信访事项简易办理办法"),
    ],
  ),
  ...group(
    "33-人民建议",
    ["SUGGESTION"],
    [
      first("SUGGESTION_COLLECTION", {}, "信访工作条例 29", "研究论证,采纳的予以反馈;不计入纠纷满意度"),
      forbid("PETITION_31_6", {}, "信访工作条例 29, 34", "人民建议不适用六十日处理意见程序"),
    ],
  ),
];

const NO_SUBSTITUTE = "不得以调解代替刑事处理";
const OTHER_MEDIATION = MEDIATION_DOORS.filter((door) => door !== "LABOUR_MEDIATION");
const ALL_BUT_WAGES = (Object.keys(CATEGORY_LABELS) as DisputeCategory[]).filter(
  (category) => category !== "WAGE_ARREARS",
);

/** What goes before everything else, whatever the quarrel is about. */
export const URGENT_ROWS: readonly ChannelRow[] = [
  ...group("00-法院已受理", null, [
    forbid("LITIGATION", { litigationBegan: true }, "民诉解释 247", "法院已经受理,不得重复起诉;请在该案中提出"),
  ]),
  ...group("34-犯罪线索", null, [
    first("POLICE", { hasCrimeClue: true }, "人民调解法 25", "立即移送公安机关"),
    forbid(OTHER_MEDIATION, { hasCrimeClue: true }, "人民调解法 25", NO_SUBSTITUTE),
  ]),
  // Wages that were withheld are owed whatever the prosecutor does; asking for them at the same time replaces nothing.
  ...group("34-犯罪线索与劳动调解", ALL_BUT_WAGES, [
    forbid("LABOUR_MEDIATION", { hasCrimeClue: true }, "人民调解法 25", NO_SUBSTITUTE),
  ]),
  ...group("35-紧急危险", null, [
    first("POLICE", { lifeAtRisk: true }, "信访工作条例 25", "立即报警"),
    first("LOCAL_GOVERNMENT", { lifeAtRisk: true }, "信访工作条例 25", "立即报告并通报联席会议办公室"),
    first("PSYCHOLOGICAL_SERVICE", { lifeAtRisk: true }, "信访工作条例 25"),
  ]),
];
