import { WORKFLOWS } from "../agencies/workflows.rules";
import { stateOf, type Line } from "../agencies/workflow.rules";
import { DISPUTE_STATES, type DisputeState } from "../dispute/dispute-state.rules";
import type { EventKind } from "../dispute/dispute.labels";
import type { Hub } from "../hub-parts";
import { followIndex } from "./follow-code";

interface TrackRow {
  readonly dispute_id: string;
  readonly receipt_no: string;
  readonly registered_at: Date;
  readonly state: DisputeState;
}

interface StepRow {
  readonly kind: EventKind;
  readonly occurred_at: Date;
  readonly to_state: string | null;
  readonly line: Line | null;
  readonly agency: string | null;
}

const MOST_STEPS = 50;

/** What is known under a follow code, without a name, a number or a word of what was said. */
export async function trackSubmission(hub: Hub, followCode: string) {
  const [found] = await hub.db.query<TrackRow>(
    `select s.dispute_id, s.receipt_no, s.registered_at, d.state
       from submission s join dispute d on d.id = s.dispute_id where s.follow_code_index = $1`,
    [followIndex(hub.crypto, followCode)],
  );
  if (!found) return null;
  const steps = await hub.db.query<StepRow>(
    `select e.kind, e.occurred_at, e.to_state, r.line, a.name as agency
       from timeline_event e
       left join agency_record r on r.id = e.record_id
       left join agency a on a.id = e.agency_id
      where e.dispute_id = $1 order by e.occurred_at desc, e.id desc limit ${MOST_STEPS}`,
    [found.dispute_id],
  );
  return {
    receiptNo: found.receipt_no,
    registeredAt: found.registered_at,
    state: DISPUTE_STATES[found.state],
    steps: steps.reverse().map((step) => ({ at: step.occurred_at, text: toWords(step) })),
  };
}

function toWords({ kind, to_state: toState, line, agency }: StepRow): string {
  const by = agency ?? "中心";
  const state = line && toState ? stateOf(WORKFLOWS[line], toState)?.label : undefined;
  switch (kind) {
    case "REGISTERED":
      return "已登记";
    case "ATTACHED":
      return "收到新的提交,已并入";
    case "REFERRED":
      return "已分流,等待承办机关接收";
    case "ACCEPTED":
      return `${by}已接收`;
    case "RETURNED":
      return `${by}已退回,将重新分流`;
    case "REFERRAL_REFUSED":
      return "已登记您的要求,并告知应走的途径";
    case "COORDINATED":
      return "承办机关有争议,已提交联席会议协调";
    case "SUPERVISION_CLOSED":
      return "联席会议已提出协调意见";
    case "LEAD_MOVED":
      return "由中心牵头办理";
    case "HANDED_OVER":
      return `承办机关撤并,由${by}接办`;
    case "STATUS":
      return `${by}:${state ?? "办理中"}`;
    case "CORRECTION":
      return `${by}更正了此前的记录`;
    case "LINKED":
      return "已与其他纠纷关联";
    case "EVALUATED":
      return "已回访";
    case "OVERDUE":
      return "一项法定期限已届满";
    case "DEADLINE":
      return "一项法定期限有变更";
    default:
      return kind satisfies never;
  }
}
