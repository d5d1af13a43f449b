import type { Caller } from "../access/caller";
import { covers } from "../access/region.rules";
import { runDeed, type Answer, type Deed, type DeedRequest } from "../audit/deed";
import { Dispute } from "../dispute/dispute.entity";
import { DisputeListing, listingOf } from "../dispute/dispute-listing.entity";
import { lockDispute } from "../dispute/lock-disputes";
import { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { RefusalCode } from "../dispute/refusals";
import { businessDay } from "../platform/clock";
import { allow, refuse, type Decision } from "../platform/decision";
import { fromGlobalId } from "../platform/global-id";
import { resolveSubjects } from "../person/subjects";
import { toSearchKey } from "../platform/text";
import { traceCode } from "./codes.rules";
import { enterSubmission, type Named, type RegisteredAnswer } from "./enter-submission";
import type { AttachSubmissionInput, RegisterSubmissionInput } from "./intake.types";
import { decideIntake } from "./intake.rules";
import { countSubmissions, isExternalNoKnown, readOpenDisputes } from "./intake.store";
import { findSimilar, isRepeat, unseenSimilar } from "./similar.rules";

export type { RegisteredAnswer } from "./enter-submission";

export interface SimilarAnswer extends Answer {
  readonly __typename: "SimilarDisputesFound";
  readonly message: string;
  readonly similar: readonly {
    readonly disputeId: string;
    readonly sameCategory: boolean;
    readonly sameRespondent: boolean;
    readonly titleLikeness: number;
  }[];
}

/** Registers a submission: the dispute is opened, unless the same person has similar ones open that the clerk has not seen. */
export function registerSubmission(
  request: DeedRequest,
  input: RegisterSubmissionInput,
): Promise<RegisteredAnswer | SimilarAnswer | RefusedAnswer> {
  return runDeed<RegisteredAnswer | SimilarAnswer>(request, "registerSubmission", input, async (deed) => {
    if (!mayRegisterIn(deed.caller, input.regionCode)) return refused("REGION_OUT_OF_SCOPE", { field: "regionCode" });
    const named = await readNamed(deed, input);
    if (!named.ok) return refused(named.refusal.code, { field: named.refusal.field });

    const { applicant, others } = named.change;
    const respondentKeys = others.filter(({ role }) => role === "RESPONDENT").map(({ subject }) => subject.nameKey);
    const open = await readOpenDisputes(deed, applicant);
    const similar = findSimilar({ ...input, respondentKeys }, open);
    const seen = input.openBesides.flatMap((id) => fromGlobalId("Dispute", id) ?? []);
    if (unseenSimilar(similar, seen).length > 0) {
      deed.audit({ verdict: "SIMILAR_OFFERED" });
      return {
        __typename: "SimilarDisputesFound",
        message: "该申请人有相似的未办结纠纷。属同一事项的请并入;确属不同事项的,核对后在 openBesides 中列明再登记。",
        similar: similar.map(({ id, ...how }) => ({ disputeId: id, ...how })),
      };
    }
    const dispute = openDispute(deed, input);
    return enterSubmission(deed, LockedDispute.opened(dispute), input, named.change, {
      isNewDispute: true,
      isRepeat: isRepeat(similar, open, input.isReport ?? false),
      ordinal: 1,
    });
  });
}

/** Adds a submission to a dispute already known; a closed dispute comes back to the desk with it (回流). */
export function attachSubmission(
  request: DeedRequest,
  input: AttachSubmissionInput,
): Promise<RegisteredAnswer | RefusedAnswer> {
  return runDeed<RegisteredAnswer>(request, "attachSubmission", input, async (deed) => {
    const named = await readNamed(deed, input);
    if (!named.ok) return refused(named.refusal.code, { field: named.refusal.field });
    const locked = await lockDispute(deed, input.disputeId);
    if (!locked) return refused("NOT_FOUND", { field: "disputeId" });
    const { dispute } = locked;
    if (dispute.version !== input.expectedVersion) {
      return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: dispute.version });
    }
    const earlier = await countSubmissions(deed, dispute.id, named.change.applicant, input.inOwnName ?? false);
    if (dispute.state === "CLOSED") {
      const round = dispute.round + 1;
      Object.assign(dispute, { isReturned: true, isEvaluated: false, round, appointedAgencyId: null });
    }
    return enterSubmission(deed, locked, input, named.change, {
      isNewDispute: false,
      isRepeat: earlier.isSamePerson,
      ordinal: earlier.count + 1,
    });
  });
}

type SubmissionInput = RegisterSubmissionInput | AttachSubmissionInput;

async function readNamed(
  deed: Deed,
  input: SubmissionInput,
): Promise<Decision<Named, { readonly code: RefusalCode; readonly field: string }>> {
  const intake = decideIntake(input, deed.now);
  if (!intake.ok) return intake;
  if (input.sourceSystem && input.externalNo && (await isExternalNoKnown(deed, input.sourceSystem, input.externalNo))) {
    return refuse({ code: "EXTERNAL_NO_TAKEN", field: "externalNo" } as const);
  }
  const subjects = await resolveSubjects(deed, [
    { subject: input.applicant, field: "applicant" },
    ...input.otherParties.map((party, index) => ({ subject: party, field: `otherParties.${index}` })),
    ...(input.agent ? [{ subject: { person: input.agent.person }, field: "agent" }] : []),
  ]);
  if (!subjects.ok) return subjects;
  const [applicant, ...rest] = subjects.change;
  return allow({
    applicant: applicant!,
    others: input.otherParties.map(({ role, headCount }, index) => ({ role, headCount, subject: rest[index]! })),
    agent: input.agent ? rest.at(-1)! : null,
  });
}

function mayRegisterIn(caller: Caller, regionCode: string): boolean {
  return caller.regionCode !== null && covers(caller.regionCode, regionCode);
}

function openDispute(deed: Deed, input: RegisterSubmissionInput): Dispute {
  const { ids } = deed.hub;
  const dispute = Object.assign(new Dispute(), {
    id: ids.uuid(),
    traceCode: traceCode(input.regionCode, Number(businessDay(deed.now).slice(0, 4)), ids.code(8)),
    title: input.title,
    category: input.category,
    flags: [...new Set(input.flags)],
    regionCode: input.regionCode,
    grade: input.grade ?? null,
    amountYuan: input.amountYuan ?? null,
    state: "REGISTERED" as const,
    version: 0,
    appointedAgencyId: null,
    leadAgencyId: null,
    openedAt: deed.now,
    updatedAt: deed.now,
    stateSince: deed.now,
    closedAt: null,
    round: 1,
    isReturned: false,
    isEvaluated: false,
    isReferred: false,
  });
  deed.changes.insert(DisputeListing, listingOf(dispute, toSearchKey(input.title)));
  return dispute;
}
