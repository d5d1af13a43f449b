import type { Line } from "../agencies/workflow.rules";
import { isRead } from "../law/cited.rules";
import type { Order } from "./channel.rules";
import { adviseChannels } from "./channels.rules";
import type { Door } from "./door.labels";
import { DOOR_PAPERS } from "./door.labels";
import {
  ACTIVE_LABELS,
  decideExclusion,
  STAGE_LABELS,
  type ExclusionRow,
  type RequestedProcedure,
  type Stage,
} from "./exclusion.rules";
import { EXCLUSIONS } from "./exclusions.rules";
import type { Fact, Facts } from "./fact.labels";
import { exclusionFacts, knownFacts, type RoutedDispute } from "./known-facts.rules";
import { lapseOf, type Lapse } from "./lapse.rules";
import { lineDoorOf, type LineDoor } from "./line-doors.rules";
import { standingOf, type RoutedRecord, type Standing } from "./standing.rules";

interface Answered {
  readonly door: Door;
  /** Null where no body of the hub stands behind the door. */
  readonly line: Line | null;
  readonly how: LineDoor["how"] | null;
  /** Id of the row that answers. */
  readonly rule: string;
  /** Law and article; null where the row is a policy of the project. */
  readonly basis: string | null;
  readonly isVerified: boolean;
}

/** What a procedure that runs already says to one that may run beside it. */
export interface Beside {
  readonly rule: string;
  readonly verdict: "GUIDED" | "SUSPENDS" | "ALLOWED";
  /** In Chinese: where to go, what becomes of the procedure that runs, or which limit it has let pass. */
  readonly text: string;
  readonly basis: string | null;
}

export interface AdvisedDoor extends Answered {
  readonly order: Order;
  readonly remark: string | null;
  /** What would have to be known besides, as it may shut the door, open it, or move it to the front. */
  readonly missing: readonly Fact[];
  readonly papers: readonly string[];
  readonly beside: readonly Beside[];
}

export interface ShutDoor extends Answered {
  /** CHANNEL: never lawful in this category; EXCLUSION: a procedure about the same matter stands in the way. */
  readonly by: "CHANNEL" | "EXCLUSION";
  readonly reason: string;
  /** Where to go instead, in Chinese; null where the lawful doors say it. */
  readonly route: string | null;
}

export interface RoutingAdvice {
  /** Stated by the desk, and read off the records. */
  readonly facts: Facts;
  readonly lawful: readonly AdvisedDoor[];
  /** Closed until what stands under `missing` is known. */
  readonly undecided: readonly AdvisedDoor[];
  readonly forbidden: readonly ShutDoor[];
}

/** What is open because of where a procedure stands, whatever the category. */
interface FollowingDoor {
  readonly door: Door;
  readonly rule: string;
  readonly basis: string;
  readonly remark: string;
  readonly when: (standing: Standing, record: RoutedRecord) => boolean;
}

export const FOLLOWING: readonly FollowingDoor[] = [
  {
    door: "ENFORCEMENT",
    rule: "后续-执行",
    basis: "民事诉讼法 247, 250",
    remark: "生效裁判、调解书、裁决一方不履行的,二年内申请执行",
    when: ({ active }) => active === "EFFECTIVE_JUDGMENT",
  },
  {
    door: "RETRIAL",
    rule: "后续-再审",
    basis: "民事诉讼法 216",
    remark: "裁判生效后六个月内申请再审",
    when: ({ active }, { line, state }) =>
      active === "EFFECTIVE_JUDGMENT" && line === "LITIGATION" && !["CONFIRMED", "ORDER_EFFECTIVE"].includes(state),
  },
  {
    door: "APPEAL",
    rule: "后续-上诉",
    basis: "民事诉讼法 171",
    remark: "判决十五日、裁定十日内上诉",
    when: ({ active, stage }, { state }) =>
      active === "LITIGATION" && stage === "DECIDED" && state !== "COURT_MEDIATED",
  },
  {
    door: "PETITION_REVIEW",
    rule: "后续-复查复核",
    basis: "信访工作条例 35, 36(1)",
    remark: "收到处理意见三十日内请求复查,收到复查意见三十日内请求复核",
    when: ({ active, stage }) => active === "PETITION" && stage === "DECIDED",
  },
];

/** 法律援助与任何程序并行 (`TOGETHER`): whichever way the quarrel goes, aid may go beside it. */
export const AID_ALWAYS = {
  rule: "并行-法律援助",
  basis: null,
  remark: "可以与任何程序并行,需要说明经济困难状况",
} as const;

/** A suggestion with its reasons; a person confirms it (个人信息保护法 24). */
export function adviseRouting(dispute: RoutedDispute, stated: Facts): RoutingAdvice {
  const facts = knownFacts(dispute, stated);
  const channels = adviseChannels(dispute.category, facts);
  const lawful = channels.lawful.map((row) => advised(row, row.order, row.evidence));
  const standings = dispute.records.flatMap((record) => {
    const standing = standingOf(record);
    return standing ? [{ record, standing }] : [];
  });
  for (const { door, rule, basis, remark, when } of FOLLOWING) {
    if (lawful.some((row) => row.door === door)) continue;
    if (!standings.some(({ standing, record }) => when(standing, record))) continue;
    lawful.push(advised({ door, rule, basis, remark, verified: isRead(basis) }, "FALLBACK"));
  }
  if (!lawful.some(({ door }) => door === "LEGAL_AID")) {
    lawful.push(advised({ door: "LEGAL_AID", ...AID_ALWAYS, verified: false }, "FALLBACK"));
  }
  const forbidden: ShutDoor[] = channels.forbidden.map((row) => ({
    ...answered(row),
    by: "CHANNEL",
    reason: row.reason,
    route: null,
  }));
  const open: AdvisedDoor[] = [];
  for (const row of lawful) {
    const requested = lineDoorOf(row.door)?.requested ?? null;
    const { refusal, beside } = besides(dispute, facts, requested);
    if (refusal) forbidden.push({ ...row, ...shutBy(refusal) });
    else open.push({ ...row, beside });
  }
  const undecided = channels.undecided.map((row) => advised(row, row.order, row.evidence));
  return { facts, lawful: open, undecided, forbidden };
}

interface Excluding {
  readonly row: ExclusionRow;
  readonly stage: Stage;
  readonly lapse: Lapse | undefined;
  readonly route: string;
}

/** What the procedures under way say to one that is asked for; the first refusal, or all that is to be minded. */
export function besides(
  dispute: Pick<RoutedDispute, "category" | "records">,
  facts: Facts,
  requested: RequestedProcedure | null,
): { readonly refusal?: Excluding; readonly beside: readonly Beside[] } {
  const beside: Beside[] = [];
  if (requested === null) return { beside };
  const known = exclusionFacts(dispute.category, facts);
  for (const record of dispute.records) {
    const standing = standingOf(record);
    if (!standing) continue;
    const { active } = standing;
    const lapse = lapseOf(record, requested);
    const stage = lapse?.stage ?? standing.stage;
    const row = decideExclusion(EXCLUSIONS, { active, requested, stage, facts: { ...known, ...standing.facts } });
    const { id: rule, basis } = row;
    if (row.verdict === "REFUSED") return { refusal: { row, stage, lapse, route: row.route }, beside: [] };
    const told = (text: string) => (lapse ? [lapse.text, ...(text ? [text] : [])].join(";") : text);
    if (row.verdict === "GUIDED") beside.push({ rule, verdict: "GUIDED", text: told(row.route), basis });
    if (row.verdict === "SUSPENDS") beside.push({ rule, verdict: "SUSPENDS", text: told(row.remark ?? ""), basis });
    if (row.verdict === "ALLOWED" && lapse) {
      beside.push({ rule, verdict: "ALLOWED", text: told(row.remark ?? ""), basis });
    }
  }
  return { beside };
}

/** Why the way is shut, and which way is open, as it is told to the citizen. */
export function shutBy({ row, stage, lapse, route }: Excluding) {
  const { id: rule, basis, verified: isVerified } = row;
  const reason = `同一事项已有${ACTIVE_LABELS[row.active]}(${STAGE_LABELS[stage]})${lapse ? `;${lapse.text}` : ""}`;
  return { by: "EXCLUSION" as const, rule, basis, isVerified, reason, route };
}

interface AnsweredRow {
  readonly door: Door;
  readonly rule: string;
  readonly basis: string | null;
  readonly verified: boolean;
}

function answered({ door, rule, basis, verified }: AnsweredRow): Answered {
  const behind = lineDoorOf(door);
  return { door, line: behind?.line ?? null, how: behind?.how ?? null, rule, basis, isVerified: verified };
}

function advised(
  row: AnsweredRow & { readonly remark: string | null },
  order: Order,
  evidence: { readonly facts: readonly Fact[]; readonly papers: readonly string[] } = {
    facts: [],
    papers: DOOR_PAPERS[row.door] ?? [],
  },
): AdvisedDoor {
  const { facts: missing, papers } = evidence;
  return { ...answered(row), order, remark: row.remark, missing, papers, beside: [] };
}
