import type { Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { isRunning, lateFrom, type Clock, type Entered } from "../../src/deadlines/clock.rules";
import { foldClocks, mayBeAnnounced } from "../../src/deadlines/clocks.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import { businessDay } from "../../src/platform/clock";
import { fromGlobalId } from "../../src/platform/global-id";
import { runningClocks } from "../../src/routing/lead.rules";
import type { TestHub } from "../support/hub";
import type { LedDispute, LedRecord, Seen } from "./led-dispute";

const calendar = seededCalendar();

/**
 * States in which a record is open and no limit of its line may run, with the reason. Where a clock is missing and no
 * reason stands here, either a limit was forgotten or a deed has lost a clock.
 */
const SILENT: { readonly [L in Line]?: Readonly<Record<string, string>> } = {
  MEDIATION: {
    APPLIED: "人民调解法未规定受理的期限",
    CONSENT_PENDING: "人民调解法未规定征求意见的期限",
    ACCEPTED: "不是人民调解的,没有全国性的调解期限",
    IN_MEDIATION: "不是人民调解的,没有全国性的调解期限",
    CONFIRM_APPLIED: "审查期限属于法院的案卷",
    CONFIRMED: "履行期限由协议约定",
    CONF_REJECTED: "法律未规定再次调解的期限",
    PERFORMING: "履行期限由协议约定",
    BREACHED: "起诉、申请执行的期限属于法院的案卷",
  },
  LITIGATION: {
    TRIAL: "发回重审,没有重新立案的状态",
    SUSPENDED: "发回重审,没有重新立案的状态",
    COURT_MEDIATED: "发回重审,没有重新立案的状态",
    JUDGED: "小额诉讼一审终审",
    RULED: "小额诉讼的裁定一经作出即生效",
    SECOND_JUDGED: "二审裁判即为终审",
    RETRIAL: "再审按第一审或者第二审程序,没有另行立案的状态",
    SETTLED_ENF: "履行期限由和解协议约定",
    TERMINATED_ROUND: "发现可供执行的财产后恢复执行",
  },
  PETITION: {
    SCREENED: "退回后重新甄别,条例未规定期限",
    RETURNED: "退回后重新甄别,条例未规定期限",
    NOTIFIED: "不属第三十一条第六项的,没有办理期限",
    PROCESSING: "不属第三十一条第六项的,或者恢复办理的,没有办理期限",
    EXTENDED: "不属第三十一条第六项的,或者恢复办理的,没有办理期限",
    HEARING: "不属第三十一条第六项的,或者恢复办理的,没有办理期限",
    SETTLED: "履行期限由协议约定",
    RECHECKED: "复核终结,只待办结",
  },
  LEGAL_AID: {
    DENIED: "提出异议没有法定期限",
    TERMINATED: "提出异议没有法定期限",
    UPHELD: "复议、诉讼的期限属于其他案卷",
    CORRECTED: "重新作出决定没有法定期限",
    ASSIGNED: "承办期限随案件",
    IN_SERVICE: "承办期限随案件",
    REPLACED: "承办期限随案件",
    RECONSIDERATION: "复议期限属于复议机关",
    LAWSUIT: "审理期限属于法院的案卷",
  },
  ARBITRATION: {
    EFFECTIVE: "申请执行的期限属于法院的案卷",
    ANNUL_APPLIED: "审查期限属于法院的案卷",
    ENFORCING: "执行期限属于法院的案卷",
    SUED: "审理期限属于法院的案卷",
  },
};

/** `PET-FWD 2026-03-17`, each that runs; a right whose time has certainly passed runs no more, swept or not. */
async function rowsOf(hub: TestHub, record: LedRecord): Promise<string[]> {
  const type = {
    MEDIATION: "Mediation",
    LITIGATION: "Litigation",
    PETITION: "Petition",
    LEGAL_AID: "LegalAid",
  } as const;
  const name = `${record.line === "ARBITRATION" ? "Arbitration" : type[record.line as keyof typeof type]}Record`;
  const rows = await hub.hub.parts.db.query<{ limit_id: string; due_on: string | null }>(
    `select limit_id, due_on from deadline where record_id = $1 and state in ('OPEN', 'STANDING')
        and (party = 'DUTY' or late_from is null or late_from > $2 or is_provisional or awaits_condition)`,
    [fromGlobalId(name, record.id), hub.clock.now()],
  );
  return rows.map(({ limit_id, due_on }) => `${limit_id} ${due_on ?? "…"}`).toSorted();
}

function foldedOf(hub: TestHub, led: LedDispute, record: LedRecord): string[] {
  const rows = LIMITS.filter(({ line }) => line === record.line);
  const { category } = led;
  const matter = { category, flags: [], number: record.numberKey, fields: record.fields };
  const now = hub.clock.now();
  const hasPassed = (clock: Clock) => {
    const row = rows.find(({ id }) => id === clock.limitId)!;
    const from = lateFrom(clock);
    return row.party === "RIGHT" && mayBeAnnounced(clock) && from !== null && new Date(from) <= now;
  };
  return foldClocks(enteredOf(record), { rows, calendar, matter })
    .filter((clock) => isRunning(clock) && !hasPassed(clock))
    .map(({ limitId, dueOn }) => `${limitId} ${dueOn ?? "…"}`)
    .toSorted();
}

function enteredOf({ line, told }: LedRecord): Entered[] {
  return told.map(({ sequence, state, at }, place) => {
    const from = told[place - 1]?.state;
    const step = WORKFLOWS[line].transitions.find((row) => row.from === from && row.to === state);
    return {
      eventId: `${sequence}`,
      from: from ?? null,
      state,
      on: businessDay(at),
      minutes: 0,
      isByParty: step?.by === "PARTY",
      sequence,
    };
  });
}

/**
 * What is wrong with a dispute after a deed: an open one without lead owner or without a clock, and clocks in the database
 * that are others than those the rules say. Of the rule's clocks those of an offer, of the desk and of the coordinating
 * meeting are no rows: the law names no record yet whose they would be.
 */
export async function faultsOfLed(hub: TestHub, led: LedDispute, seen: Seen): Promise<string[]> {
  const faults: string[] = [];
  const clocks = runningClocks({
    ...seen,
    records: seen.records.map((one) => ({ ...one, agencyId: one.agency.code })),
  });
  if (seen.state !== "CLOSED") {
    const { name, agency } = seen.leadOwner;
    if (!name) faults.push("nobody leads");
    if (agency && !seen.records.some((one) => one.agency.code === agency.code))
      faults.push(`${agency.code} leads nothing`);
    if (clocks.length === 0) faults.push(`no clock runs in ${seen.state}`);
  }
  for (const record of led.records) {
    const { state, phase } = seen.records.find(({ id }) => id === record.id)!;
    const kept = await rowsOf(hub, record);
    const folded = foldedOf(hub, led, record);
    if (JSON.stringify(kept) !== JSON.stringify(folded)) {
      faults.push(`${record.line} ${state}: kept ${kept.join(", ")}; by the rules ${folded.join(", ")}`);
    }
    const isByRule = clocks.some((clock) => clock.kind === "RECORD" && clock.agencyId === record.agency);
    if (phase !== "ENDED" && !isByRule) faults.push(`${record.line} ${state}: the rule knows no clock of it`);
    if (phase !== "ENDED" && kept.length === 0 && !SILENT[record.line]?.[state]) {
      faults.push(`${record.line} ${state}: no row runs, and nobody says why`);
    }
  }
  return faults;
}
