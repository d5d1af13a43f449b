import { DISPUTE_STATES, type DisputeState } from "../../src/dispute/dispute-state.rules";
import {
  EVENT_KIND_LABELS,
  PARTY_ROLE_LABELS,
  SATISFACTION_LABELS,
  type EventKind,
  type PartyRole,
  type Satisfaction,
} from "../../src/dispute/dispute.labels";
import { enumLabels } from "../../src/platform/graphql-enum";
import type { Outcome } from "../../src/agencies/workflow.rules";
import { CHANNEL_LABELS, type Channel } from "../../src/intake/intake.labels";
import { stateOf, type Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import type { TestHub } from "./hub";

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** When a story begins: nine in the morning of the next day, so that its times do not depend on the stories before it. */
export function beginStory(hub: TestHub): Date {
  const now = hub.clock.now().getTime();
  const midnight = Math.floor((now + SHANGHAI) / DAY) * DAY - SHANGHAI;
  hub.clock.pass(midnight + DAY + 9 * 3_600_000 - now);
  return hub.clock.now();
}

/** 第3天 14:30 */
function when(begun: Date, moment: string): string {
  const midnight = Math.floor((begun.getTime() + SHANGHAI) / DAY);
  const local = Date.parse(moment) + SHANGHAI;
  return `第${Math.floor(local / DAY) - midnight + 1}天 ${new Date(local).toISOString().slice(11, 16)}`;
}

/** Columns as wide as their widest cell, a Chinese character counting two. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => widthOf(row[at]!))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell + " ".repeat(widths[at]! - widthOf(cell)))
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) => width + (/[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]/u.test(character) ? 2 : 1),
    0,
  );
}

const STORY = `query ($id: ID!) { dispute(id: $id) {
  title state leadOwner { name }
  parties(first: 50) { nodes { role headCount person { name } organisation { name } } }
  submissions(first: 50) { nodes { channel isRepeat headCount agent { name } submittedAt } }
  records(first: 50) { nodes { line number stateLabel outcome agency { name } } }
  evaluations(first: 50) { nodes { centre agency } }
  linkedFrom { nodes { kind } } links { nodes { kind } }
  timeline(first: 100) { nodes { kind occurredAt fromState toState sequence note agency { name } record { line } corrects { toState } } } } }`;

function outcomeLabel(outcome: Outcome): string {
  const { values } = enumLabels().find(({ name }) => name === "RecordOutcome")!;
  return values.find(({ value }) => value === outcome)!.label;
}

interface StoryEvent {
  readonly kind: EventKind;
  readonly occurredAt: string;
  readonly fromState: string | null;
  readonly toState: string | null;
  readonly sequence: number | null;
  readonly note: string | null;
  readonly agency: { readonly name: string } | null;
  readonly record: { readonly line: Line } | null;
  readonly corrects: { readonly toState: string | null } | null;
}

/** The whole of a dispute as a registrar would write it on one page. */
export async function tellStory(hub: TestHub, disputeId: string, begun: Date): Promise<string> {
  const { data } = await hub.ask("supervisor", STORY, { id: disputeId });
  const { dispute } = data;
  const label = (event: StoryEvent, state: string | null): string =>
    state === null ? "" : event.record ? (stateOf(WORKFLOWS[event.record.line], state)?.label ?? state) : state;
  const events = (dispute.timeline.nodes as StoryEvent[]).map((event) => [
    when(begun, event.occurredAt),
    EVENT_KIND_LABELS[event.kind],
    event.agency?.name ?? "中心",
    event.sequence === null ? "" : String(event.sequence),
    label(event, event.fromState),
    label(event, event.toState),
    event.corrects ? `更正“${label(event, event.corrects.toState)}”:${event.note}` : (event.note ?? ""),
  ]);
  const parties = dispute.parties.nodes.map(
    (party: {
      role: PartyRole;
      headCount: number;
      person: { name: string } | null;
      organisation: { name: string } | null;
    }) =>
      `${PARTY_ROLE_LABELS[party.role].replace(/\(.*/, "")} ${party.person?.name ?? party.organisation?.name}${party.headCount > 1 ? ` 等${party.headCount}人` : ""}`,
  );
  const submissions = dispute.submissions.nodes.map(
    (one: {
      channel: Channel;
      isRepeat: boolean;
      headCount: number;
      agent: { name: string } | null;
      submittedAt: string;
    }) =>
      [
        when(begun, one.submittedAt),
        CHANNEL_LABELS[one.channel],
        one.isRepeat ? "重复件" : "初次件",
        `${one.headCount}人`,
        one.agent ? `代办:${one.agent.name}` : "",
      ]
        .filter(Boolean)
        .join(" "),
  );
  const records = dispute.records.nodes.map(
    (record: { number: string; stateLabel: string; outcome: Outcome | null; agency: { name: string } }) =>
      `${record.agency.name} ${record.number} ${record.stateLabel}${record.outcome ? ` (${outcomeLabel(record.outcome)})` : ""}`,
  );
  const evaluations = dispute.evaluations.nodes.map(
    (one: { centre: Satisfaction; agency: Satisfaction }) =>
      `中心${SATISFACTION_LABELS[one.centre]},责任单位${SATISFACTION_LABELS[one.agency]}`,
  );
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`)] : [];
  return [
    `${dispute.title} —— ${DISPUTE_STATES[dispute.state as DisputeState]},牵头:${dispute.leadOwner.name}`,
    ...section("当事人", parties),
    ...section("提交", submissions),
    ...section("案卷", records),
    ...section("回访", evaluations),
    "",
    toTable(["时间", "事件", "单位", "序号", "由", "至", "说明"], events),
  ].join("\n");
}
