import { FUTURE_MS, refuse } from "./refusal";
import { derive, tell } from "./story";
import type { Answer, DisputeFact, Input, World } from "./world";

export function intakeFault(world: World, input: Input): Answer | undefined {
  if (Date.parse(input["submittedAt"]) > world.now + FUTURE_MS) return refuse("SUBMITTED_IN_FUTURE", "submittedAt");
  if (input["channel"] === "AGENT" && !input["agent"]) return refuse("AUTHORISATION_MISSING", "agent");
  if ((input["headCount"] ?? 1) < 1) return refuse("HEAD_COUNT_INVALID", "headCount");
  const idNumber: string | undefined = input["applicant"].person?.idNumber;
  if (idNumber && !isIdNumber(idNumber)) return refuse("ID_CHECK_DIGIT", "applicant.person.idNumber");
  // Whoever has the document has the name too.
  const names = { ...world.names };
  for (const [index, { person }] of [input["applicant"], ...(input["otherParties"] ?? [])].entries()) {
    if (!person?.idNumber) continue;
    const field = index === 0 ? "applicant" : `otherParties.${index - 1}`;
    if ((names[person.idNumber] ??= person.name) !== person.name)
      return refuse("NAME_MISMATCH", `${field}.person.name`);
  }
  return undefined;
}

/** GB 11643: the weighted sum of all eighteen digits leaves one, with X for ten. */
function isIdNumber(number: string): boolean {
  const sum = [...number].reduce(
    (total, digit, index) => total + (digit === "X" ? 10 : Number(digit)) * (2 ** (17 - index) % 11),
    0,
  );
  return sum % 11 === 1;
}

/** A person by number, a body by name; somebody without a document is nobody known. */
export function identityOf(subject: Input): string {
  const { person, organisation } = subject;
  if (organisation) return `body ${organisation.name}`;
  return person.idNumber ? `person ${person.idNumber}` : `unknown ${person.name}`;
}

export const nameOf = (who: string): string => who.slice(who.indexOf(" ") + 1);
export const isParty = (dispute: DisputeFact, who: string) =>
  dispute.parties.some((party) => party.role !== "RESPONDENT" && isSame(party.who, who));
/** Two people without a document are never taken for one. */
export const isSame = (one: string, other: string) => one === other && !one.startsWith("unknown ");
export const namesOf = (input: Input, role: string) =>
  ((input["otherParties"] ?? []) as Input[])
    .filter((party) => party["role"] === role)
    .map((party) => nameOf(identityOf(party)));

/** A record that opens as a report: who informed is not known, so all are secret whom it is not directed against. */
export function closeInformers(dispute: DisputeFact): void {
  for (const party of dispute.parties) if (party.role !== "RESPONDENT") party.isSecret = true;
  for (const submission of dispute.submissions) submission.isSecret = true;
}

/** What he brings openly would tell nobody that he has this dispute: he is in it in secret alone. */
export const isSecretOf = (dispute: DisputeFact, who: string) =>
  !dispute.parties.some((party) => party.role !== "RESPONDENT" && isSame(party.who, who) && !party.isSecret);

/** An informer remains one, and a namesake in the same dispute counts as he; so does who made a secret submission. */
function isInformer(world: World, { parties, submissions }: DisputeFact, who: string): boolean {
  const isHe = (other: string) => {
    if (isSame(other, who)) return true;
    const names = [other, who].map((one) =>
      one.startsWith("body ") ? null : (world.names[nameOf(one)] ?? nameOf(one)),
    );
    return names[0] !== null && names[0] === names[1];
  };
  return [...parties, ...submissions].some((row) => row.isSecret && isHe(row.who));
}

export function enter(world: World, dispute: DisputeFact, input: Input, isRepeat: boolean): Answer {
  const isNewDispute = dispute.version === 0;
  const who = identityOf(input["applicant"]);
  for (const { person } of [input["applicant"], ...(input["otherParties"] ?? [])]) {
    if (person?.idNumber) world.names[person.idNumber] = person.name;
  }
  const others = ((input["otherParties"] ?? []) as Input[]).map((party) => ({
    role: party["role"] as string,
    who: identityOf(party),
  }));
  // Of nobody who comes with this submission is anything told by the others who do.
  const named = [{ role: "APPLICANT", who }, ...others].map((party) => ({
    ...party,
    isSecret: isInformer(world, dispute, party.who),
  }));
  for (const party of named) {
    if (!dispute.parties.some((present) => present.role === party.role && isSame(present.who, party.who)))
      dispute.parties.push(party);
  }
  const submittedAt = Date.parse(input["submittedAt"]);
  const isSecret = named.some((party) => party.isSecret);
  dispute.submissions.push({ who, isRepeat, submittedAt, isSecret });
  tell(world, dispute, { kind: isNewDispute ? "REGISTERED" : "ATTACHED", occurredAt: submittedAt });
  derive(world, dispute);
  return {
    is: "SubmissionRegistered",
    isNewDispute,
    isRepeat,
    disputeVersion: dispute.version,
    dispute: dispute.ref,
    receipt: dispute.submissions.length,
  };
}

export const weight = (found: { sameRespondent: boolean; sameCategory: boolean; titleLikeness: number }) =>
  (found.sameRespondent ? 2 : 0) + (found.sameCategory ? 1 : 0) + found.titleLikeness;

/** Share of the two-character pieces that both have. */
export function likeness(one: string, other: string): number {
  const pieces = (text: string) =>
    new Set([...text].slice(1).map((_, index) => [...text].slice(index, index + 2).join("")));
  const [a, b] = [pieces(one), pieces(other)];
  const shared = [...a].filter((piece) => b.has(piece)).length;
  return shared / (a.size + b.size - shared);
}
