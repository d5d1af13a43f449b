import { createHash } from "node:crypto";
import type { Line } from "../agencies/workflow.rules";
import type { PlannedPerson } from "./people";
import type { Quarrel } from "./quarrels";
import { dateText, YEAR } from "./calendar";
import type { Dice } from "./random";

const MEDIATORS = ["沈根法", "陆水连", "钱观祥", "顾秀兰", "周永福", "金阿根"];
const UNITS = ["市综合行政执法局", "市住房和城乡建设局", "市水务集团", "市交通运输局"];
const LAWYERS = ["方嘉俊", "俞思远", "莫晓琳", "夏文博"];

/** Fields an agency fills in when it opens its record. */
export function openingDetails(
  dice: Dice,
  line: Line,
  quarrel: Quarrel,
  amountYuan: string | null,
  headCount: number,
): object {
  switch (line) {
    case "MEDIATION":
      return { mediation: { mediationKind: quarrel.mediation, mediator: dice.pick(MEDIATORS) } };
    case "PETITION":
      return {
        petition: { petitionReceiver: "BUREAU", petitionMatter: petitionMatter(quarrel), petitionIsFirst: true },
      };
    case "LITIGATION":
      return {
        litigation: {
          courtProcedure: dice.weighted([
            ["SUMMARY", 60],
            ["SMALL_CLAIMS", 25],
            ["ORDINARY", 15],
          ] as const),
          causeOfAction: quarrel.cause,
          claimAmountYuan: amountYuan,
        },
      };
    case "ARBITRATION":
      return { arbitration: { workerCount: headCount } };
    case "LEGAL_AID":
      return {
        legalAid: {
          aidForm: quarrel.way === "LABOUR" ? "NON_LITIGATION" : "LITIGATION",
          // 法律援助法 42: migrant workers who claim wages or injury benefits are not asked for their means.
          meansTestWaived: quarrel.flags.includes("MIGRANT_WORKER"),
          lawyer: dice.pick(LAWYERS),
        },
      };
    case "INSPECTION":
      return { inspection: { inspectionMatter: "WAGES", affectedWorkers: headCount } };
    case "HOTLINE":
      return { hotline: { hotlineRequest: "HELP" } };
  }
}

function petitionMatter({ category }: Quarrel): string {
  if (category === "SUGGESTION") return "SUGGESTION";
  return category === "DISCIPLINE_REPORT" ? "ACCUSATION" : "APPEAL";
}

/** Fields that change with a status; most statuses change none. */
export function stepDetails(dice: Dice, line: Line, toState: string, amountYuan: string | null): object | null {
  const agreed = amountYuan === null ? null : (Number(amountYuan) * (0.5 + dice.fraction() / 2)).toFixed(2);
  if (line === "MEDIATION" && toState.startsWith("AGREED") && agreed !== null) {
    return { mediation: { agreedAmountYuan: agreed } };
  }
  if (line === "ARBITRATION" && toState.startsWith("AWARD")) {
    const awardKind = toState === "AWARD_FINAL" ? "FINAL" : "NON_FINAL";
    return { arbitration: { awardKind, awardAmountYuan: agreed } };
  }
  if (line === "INSPECTION" && toState === "HANDLING_DECISION" && amountYuan !== null) {
    return { inspection: { orderedAmountYuan: amountYuan } };
  }
  if (line === "HOTLINE" && toState === "DISPATCHED") return { hotline: { handlingUnit: dice.pick(UNITS) } };
  if (line === "HOTLINE" && toState.startsWith("CLOSED")) {
    const isSolved = toState === "CLOSED";
    return { hotline: { isSolved, isSatisfied: isSolved } };
  }
  if (line === "PETITION" && toState === "ANSWERED") {
    const petitionOpinion = dice.weighted([
      ["SUPPORT", 50],
      ["EXPLAIN", 35],
      ["NOT_SUPPORT", 15],
    ] as const);
    return { petition: { petitionOpinion } };
  }
  return null;
}

/** States that leave a paper worth keeping the fingerprint of. */
const PAPERS: Readonly<Record<string, string>> = {
  AGREED_WRITTEN: "调解协议书",
  CONFIRMED: "司法确认裁定书",
  ANSWERED: "信访处理意见书",
  SETTLED: "调解(和解)协议书",
  JUDGED: "判决书",
  COURT_MEDIATED: "调解书",
  MEDIATED: "调解书",
  AWARD_FINAL: "裁决书",
  AWARD_NONFINAL: "裁决书",
  GRANTED: "给予法律援助决定书",
  CORRECTION_ORDERED: "限期改正指令书",
  HANDLING_DECISION: "行政处理决定书",
  CASE_CANCELLED: "撤销立案决定",
  DISPATCHED: "派单记录",
  REPLIED: "答复",
};

export function stepDocuments(slip: string, sequence: number, toState: string, occurredAt: number): object[] {
  const kind = PAPERS[toState];
  if (kind === undefined) return [];
  const digest = createHash("sha256").update(`${slip}#${sequence}`).digest("hex");
  return [{ kind, name: `${kind}(${slip})`, digest, issuedOn: dateText(occurredAt) }];
}

const NOTES: Readonly<Record<string, string>> = {
  CONSENT_PENDING: "已电话征求对方意见",
  IN_MEDIATION: "双方到场,开始调解",
  FAILED: "双方分歧较大,已告知其他救济途径",
  NOTIFIED: "已书面告知受理",
  HEARD: "庭审完毕",
  TRIAL: "已开庭审理",
  IN_SERVICE: "援助律师已会见受援人",
};

export function stepNote(toState: string): string | null {
  return NOTES[toState] ?? null;
}

/** A number in the form its agency writes, some in half-width brackets and some in full-width ones, as it happens. */
export function recordNumber(code: string, line: Line, serial: number, acceptedAt: number): string {
  switch (line) {
    case "LITIGATION":
      return serial % 2 === 0 ? `(${YEAR})浙0482民初${serial}号` : `（${YEAR}）浙0482民初${serial}号`;
    case "MEDIATION":
      return `（${YEAR}）平${code === "ph-mediation" ? "人" : "物"}调字第${serial}号`;
    case "ARBITRATION":
      return `平劳人仲案字〔${YEAR}〕第${serial}号`;
    case "LEGAL_AID":
      return `平援申字〔${YEAR}〕第${serial}号`;
    case "INSPECTION":
      return `平劳监案字〔${YEAR}〕第${serial}号`;
    case "HOTLINE":
      return `PH12345-${dateText(acceptedAt).replaceAll("-", "")}-${String(serial).padStart(5, "0")}`;
    case "PETITION":
      // No national form is published; bureaus print day and running number.
      return `PHXF${dateText(acceptedAt).replaceAll("-", "")}${String(serial).padStart(5, "0")}`;
  }
}

export function authorisation(applicant: string, agent: PlannedPerson, moment: number): string {
  return `${applicant}授权${agent.name}代办,授权委托书(${dateText(moment)})`;
}
