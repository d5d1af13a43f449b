import type { HubContext } from "../access/hub-context";
import { regionPrefix } from "../access/region.rules";
import { accepted, openParties, visibleBy, visibleDisputes } from "../access/visibility";
import { readLine, searchLines } from "../audit/read-log";
import { businessDay } from "../platform/clock";
import { fromGlobalId } from "../platform/global-id";
import { callerError } from "../platform/http/errors";
import { numbered, type Condition } from "../platform/keyset-page";
import {
  one,
  root,
  type ComputedRead,
  type ListRead,
  type Note,
  type OneRead,
  type PageRead,
  type RootRead,
} from "../platform/read/reads";
import { decideIdentity } from "./identity.rules";
import { Dispute } from "../dispute/dispute.entity";
import { Party } from "../dispute/party.entity";
import { Organisation } from "./organisation.entity";
import { Person, type IdentityKind } from "./person.entity";
import { nameIndex, partyNameKey, personIndex, phoneIndex } from "./subjects";

/** Each person shown leaves a line in the read log, written by the statement that reads. */
const PERSON_SHOWN: Note<HubContext> = {
  name: "person",
  statement: (context) => readLine(context, "person", { personId: "id" }),
};

/** The citizen a property of the row names; met on the way through a dispute the caller may see. */
export const personBy = (property: string): OneRead<HubContext> => one(() => Person, property, { note: PERSON_SHOWN });

export const organisationBy = (property: string): OneRead<HubContext> => one(() => Organisation, property);

/** Disputes of the person that the caller's agency has accepted; an offer alone opens no number. */
const HANDLED: ListRead<HubContext> = {
  kind: "list",
  entity: () => Party,
  by: "personId",
  order: { properties: ["disputeId"], direction: "asc" },
  most: 1,
  only: ({ caller }) =>
    numbered([{ text: accepted("t.dispute_id"), values: [caller.agency?.id ?? null] }, openParties(caller)]),
};

/** The number in full, for who deals with the person. */
export const ID_NUMBER: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["idSealed"],
  related: { handled: { read: HANDLED, needs: [] } },
  value: ({ idSealed }, { handled }, { hub }) =>
    idSealed !== null && (handled as unknown[]).length > 0 ? hub.crypto.open(idSealed as string) : null,
};

/** Somebody is known to who may see a dispute that names them openly, and to nobody else. */
function namedIn(party: "person_id" | "organisation_id"): (context: HubContext) => Condition {
  return ({ caller }) => {
    const { text, values } = numbered([visibleBy(caller, "d"), openParties(caller, "q")]);
    return {
      text: `exists (select 1 from party q join dispute d on d.id = q.dispute_id where q.${party} = t.id and ${text})`,
      values,
    };
  };
}

export const knownTo = namedIn("person_id");
export const bodyKnownTo = namedIn("organisation_id");

export interface CitizenArguments {
  readonly idKind: IdentityKind;
  readonly idNumber: string;
  readonly purpose: string;
}

/**
 * A citizen by the number on the document; a citizen known elsewhere only looks the same as one never heard of. That it
 * was looked for is on record even when nobody was found.
 * @throws BAD_USER_INPUT for a number that cannot be one, since a slip must not look like a citizen without a history
 */
export const CITIZEN: RootRead<HubContext, CitizenArguments> = root(
  () => Person,
  ({ idKind, idNumber, purpose }, context) => {
    const { clock, crypto } = context.hub;
    const identity = decideIdentity(idKind, idNumber, businessDay(clock.now()));
    if (!identity.ok) {
      const { message } = identity.refusal;
      throw callerError("BAD_USER_INPUT", { message, details: { inputPath: ["idNumber"] } });
    }
    if (identity.change.number === null) return null;
    const idIndex = personIndex(crypto, identity.change.kind, identity.change.number);
    return {
      conditions: [{ text: "t.id_index = $1", values: [idIndex] }, knownTo(context)],
      note: {
        name: "citizenHistory",
        statement: () => readLine(context, "citizenHistory", { personId: "id", purpose, isAlways: true }),
      },
      known: { idIndex },
    };
  },
);

/** Disputes the citizen has a part in, as far as the caller may see them, newest first. */
export const DISPUTES_OF_CITIZEN: PageRead<HubContext> = {
  kind: "page",
  entity: () => Dispute,
  belongs: { where: "t.id = any(array(select q.dispute_id from party q where q.person_id = p.id))", name: "citizen" },
  order: { properties: ["openedAt", "id"], direction: "desc" },
  boundTo: "idIndex",
  only: ({ caller }) => visibleDisputes(caller),
};

export const PERSON: RootRead<HubContext, { readonly id: string }> = root(
  () => Person,
  ({ id }, context) => {
    const uuid = fromGlobalId("Person", id);
    if (!uuid) return null;
    const conditions = [{ text: "t.id = $1", values: [uuid] }, knownTo(context)];
    return { conditions, note: PERSON_SHOWN };
  },
);

const MOST_PARTIES = 1_000;

export interface SearchArguments {
  readonly name: string;
  readonly phone?: string | null | undefined;
  readonly purpose: string;
}

/** People of just this name, and of this telephone if one is given; 20 at most. That they were looked for is on record. */
export const NAMESAKES: RootRead<HubContext, SearchArguments> = root(
  () => Person,
  ({ name, phone, purpose }, context) => {
    const { crypto } = context.hub;
    const index = nameIndex(crypto, name);
    const note = { name: "searchPersons", statement: () => searchLines(context, "searchPersons", purpose) };
    const named = { text: "t.name_index = $1", values: [index] };
    if (phone === null || phone === undefined) {
      const from = namesakesIn(context.caller.regionCode, index);
      return { from, conditions: [named, knownTo(context)], note };
    }
    const reached = { text: "t.phone_index = $1", values: [phoneIndex(crypto, phone)] };
    return { conditions: [named, reached, knownTo(context)], note };
  },
  { kind: "list", order: { properties: ["id"], direction: "asc" }, most: 20 },
);

/**
 * A province may have thousands of a frequent name. The parties of one name stand beside each other by region, so only
 * those of the caller's are gone through, and no more than bring twenty people together, unless one of them has hundreds
 * of disputes. OFFSET 0 keeps PostgreSQL from going by the index of names, which has those of the whole province.
 */
function namesakesIn(regionCode: string | null, index: string): Condition {
  const prefix = regionCode === null ? "" : regionPrefix(regionCode);
  return {
    text: `select * from person where id = any(array(
      select distinct p.person_id from (
        select p.person_id from party p where p.name_key = $1 and p.region_code >= $2 and p.region_code < $3
         order by p.region_code, p.person_id limit ${MOST_PARTIES}) p)) offset 0`,
    values: [partyNameKey(index), prefix, `${prefix}:`],
  };
}
