import { allowed, guided, refused, type Cell } from "./exclusion-cells.rules";
import { REQUESTED, type ActiveProcedure, type ExclusionRow, type RequestedProcedure } from "./exclusion.rules";
import { BESIDE_DECISIONS } from "./exclusions/beside-decisions.rules";
import { BESIDE_TALKS } from "./exclusions/beside-talks.rules";

/** Whoever has only applied has not chosen yet; whoever was turned away must find another door open. */
function beforeAcceptance(active: ActiveProcedure): ExclusionRow[] {
  return REQUESTED.flatMap((requested) => {
    const cells: Cell[] =
      requested === active
        ? [
            refused(requested, "并入已经提交的申请,并告知进展", null, { stages: ["APPLIED"], suffix: "applied" }),
            guided(requested, "有新的事实和理由的可以重新申请;否则按不予受理时告知的途径救济", null, {
              stages: ["DECLINED"],
              suffix: "declined",
            }),
          ]
        : [
            allowed(requested, null, "尚未受理,可以同时申请;一方受理后另行判断", {
              stages: ["APPLIED"],
              suffix: "applied",
            }),
            allowed(requested, afterDeclined(active, requested), "原程序不予受理", {
              stages: ["DECLINED"],
              suffix: "declined",
            }),
          ];
    return cells.map((cell) => cell(active, []));
  });
}

function afterDeclined(active: ActiveProcedure, requested: RequestedProcedure): string | null {
  const isLabourToCourt = active === "ARBITRATION" && requested === "LITIGATION";
  return isLabourToCourt ? "劳动争议调解仲裁法 29; 劳动争议解释一 12" : null;
}

/** 同一事项的排斥关系: every question of {@link decideExclusion} has exactly one of these rows. */
export const EXCLUSIONS: readonly ExclusionRow[] = [...BESIDE_TALKS, ...BESIDE_DECISIONS].flatMap(
  ([active, stages, cells]) => {
    const rows = cells.map((cell) => cell(active, stages));
    const isSaid = (row: ExclusionRow) =>
      rows.some(({ requested, stages: said }) => requested === row.requested && said.includes(row.stages[0]!));
    return [...rows, ...beforeAcceptance(active).filter((row) => !isSaid(row))];
  },
);

export interface TogetherRow {
  readonly what: string;
  readonly beside: string;
  readonly basis: string | null;
}

/** What never excludes anything. */
export const TOGETHER: readonly TogetherRow[] = [
  { what: "法律援助", beside: "任何程序", basis: null },
  { what: "心理服务", beside: "任何程序", basis: null },
  { what: "司法救助、社会救助", beside: "任何程序", basis: "信访工作条例 37(2)" },
  { what: "对工作人员行为的检举控告", beside: "纠纷本身的程序", basis: null },
  { what: "刑事报案、移送", beside: "民事程序", basis: null },
  { what: "调解", beside: "任何尚未受理的程序", basis: null },
];
