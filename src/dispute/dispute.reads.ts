import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import {
  maySearchTitles,
  openDocuments,
  openParties,
  openSubmissions,
  visibleBy,
  visibleDisputes,
} from "../access/visibility";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { digest } from "../platform/canonical-json";
import { readLine } from "../audit/read-log";
import { Submission } from "../intake/submission.entity";
import { toWish, type PageArguments } from "../platform/connection";
import { fromGlobalId } from "../platform/global-id";
import { callerError } from "../platform/http/errors";
import type { Condition, KeysetOrder } from "../platform/keyset-page";
import { one, pageOf, root, type Note, type OneRead, type RootRead } from "../platform/read/reads";
import { toHalfWidth } from "../platform/text";
import { Referral } from "../routing/referral.entity";
import { RoutingDecision } from "../routing/routing-decision.entity";
import { SupervisionOrder } from "../routing/supervision-order.entity";
import { CaseDocument } from "./case-document.entity";
import { DisputeLink } from "./dispute-link.entity";
import { Dispute } from "./dispute.entity";
import { pageOfDisputes, type ReadFilter } from "./dispute-list.store";
import type { DisputeFilter } from "./dispute.types";
import { Evaluation } from "./evaluation.entity";
import { Party } from "./party.entity";
import { decideWords, MOST_WORDS } from "./search.rules";
import { TimelineEvent } from "./timeline-event.entity";

const visibleToCaller = ({ caller }: HubContext): Condition => visibleDisputes(caller);

/** The dispute a property of the row names, if the caller may see it; otherwise as if it did not exist. */
export const disputeBy = (property: string): OneRead<HubContext> =>
  one(() => Dispute, property, { only: visibleToCaller });

const NOTED: Note<HubContext> = {
  name: "dispute",
  statement: (context) => readLine(context, "dispute", { disputeId: "id" }),
};

/** A dispute asked for by itself: that it was looked at is on record before it is shown. */
export const DISPUTE_SHOWN: OneRead<HubContext> = one(() => Dispute, "id", { only: visibleToCaller, note: NOTED });

/** A link is shown only to who may see both its ends. */
export const toVisible = (otherSide: "from_dispute_id" | "to_dispute_id") => {
  return ({ caller }: HubContext): Condition => {
    const { text, values } = visibleBy(caller, "d");
    return { text: `exists (select 1 from dispute d where d.id = t.${otherSide} and ${text})`, values };
  };
};

/** What belongs to a dispute; who sees the dispute, sees its parts, but for what leads to an informer. */
export const PARTS = {
  parties: pageOf<HubContext>(
    () => Party,
    "disputeId",
    "joinedAt",
    ({ caller }) => openParties(caller),
  ),
  submissions: pageOf<HubContext>(
    () => Submission,
    "disputeId",
    "submittedAt",
    ({ caller }) => openSubmissions(caller),
  ),
  referrals: pageOf<HubContext>(() => Referral, "disputeId", "referredAt"),
  records: pageOf<HubContext>(() => AgencyRecord, "disputeId", "openedAt"),
  timeline: pageOf<HubContext>(() => TimelineEvent, "disputeId", "occurredAt"),
  documents: pageOf<HubContext>(
    () => CaseDocument,
    "disputeId",
    "addedAt",
    ({ caller }) => openDocuments(caller),
  ),
  links: pageOf<HubContext>(() => DisputeLink, "fromDisputeId", "linkedAt", toVisible("to_dispute_id")),
  linkedFrom: pageOf<HubContext>(() => DisputeLink, "toDisputeId", "linkedAt", toVisible("from_dispute_id")),
  routingDecisions: pageOf<HubContext>(() => RoutingDecision, "disputeId", "decidedAt"),
  supervisionOrders: pageOf<HubContext>(() => SupervisionOrder, "disputeId", "issuedAt"),
  evaluations: pageOf<HubContext>(() => Evaluation, "disputeId", "evaluatedAt"),
};

export interface DisputeArguments {
  readonly id?: string | null | undefined;
  readonly traceCode?: string | null | undefined;
}

/** One dispute the caller may see. That it was looked at is on record before it is shown. */
export const DISPUTE: RootRead<HubContext, DisputeArguments> = root(
  () => Dispute,
  ({ id, traceCode }, context) => {
    if (!id === !traceCode) return null;
    const uuid = id ? fromGlobalId("Dispute", id) : undefined;
    if (id && !uuid) return null;
    const wanted: Condition = uuid
      ? { text: "t.id = $1", values: [uuid] }
      : { text: "t.trace_code = $1", values: [toHalfWidth(traceCode!).trim().toUpperCase()] };
    return {
      conditions: [wanted, visibleDisputes(context.caller)],
      note: NOTED,
      ...(uuid && { known: { id: uuid } }),
    };
  },
);

const NEWEST_FIRST: KeysetOrder = { properties: ["openedAt", "id"], direction: "desc" };

export interface DisputesArguments extends PageArguments {
  readonly filter?: DisputeFilter | null | undefined;
}

/** Disputes the caller may see, newest first. */
export const DISPUTES: RootRead<HubContext, DisputesArguments> = root(
  () => Dispute,
  ({ filter, ...page }, context) => {
    const scope = `disputes:${digest(filter ?? {})}:${callerScope(context.caller)}`;
    const wish = toWish(context.hub.crypto, scope, page);
    const conditions = pageOfDisputes(context.caller, readFilter(context, filter ?? {}), wish);
    return { conditions, page: { ...wish, scope } };
  },
  { kind: "page", order: NEWEST_FIRST },
);

function readFilter({ caller }: HubContext, { text, ...filter }: DisputeFilter): ReadFilter {
  if (text === undefined || text === null) return { ...filter, words: [] };
  if (!maySearchTitles(caller))
    throw callerError("FORBIDDEN", { message: "您的身份不能按事由检索，请去掉 text 后再查。" });
  const words = decideWords(text);
  if (words.ok) return { ...filter, words: words.change };
  const message =
    words.refusal === "WORD_TOO_SHORT"
      ? "检索词至少两个字，请输入更完整的词再查。"
      : `检索词最多 ${MOST_WORDS} 个，请减少后再查。`;
  throw callerError("BAD_USER_INPUT", { message, details: { inputPath: ["filter", "text"] } });
}
