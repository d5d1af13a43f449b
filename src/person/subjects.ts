import type { Deed } from "../audit/deed";
import { businessDay } from "../platform/clock";
import type { CryptoProvider } from "../platform/crypto";
import { allow, refuse, type Decision } from "../platform/decision";
import { toSearchKey } from "../platform/text";
import type { RefusalCode } from "../dispute/refusals";
import { decideIdentity, type Identity } from "./identity.rules";
import { Organisation } from "./organisation.entity";
import { decideUscc } from "./organisation.rules";
import { Person } from "./person.entity";
import type { OrganisationInput, PersonInput, SubjectInput } from "./person.input";

/** A party's person or body: known to the hub, or to be entered with the deed. */
export interface Subject {
  readonly personId: string | null;
  readonly organisationId: string | null;
  /** Keyed by name, so that the same respondent is found under either kind. */
  readonly nameKey: string;
  /** Enters it, when the hub did not know it yet. */
  save(): void;
}

export interface SubjectRefusal {
  readonly code: RefusalCode;
  readonly field: string;
}

interface ValidPerson {
  readonly input: PersonInput;
  readonly identity: Identity;
  readonly idIndex: string | null;
  readonly nameIndex: string;
  readonly phoneIndex: string | null;
}

/**
 * Resolves people by number, bodies by code or name. The keys are locked first, in order, so that two desks that
 * register the same person at the same moment come one after the other and the second sees what the first opened.
 */
export async function resolveSubjects(
  deed: Deed,
  inputs: readonly { readonly subject: SubjectInput; readonly field: string }[],
): Promise<Decision<Subject[], SubjectRefusal>> {
  const valid: (ValidPerson | OrganisationInput)[] = [];
  for (const { subject, field } of inputs) {
    const { person, organisation } = subject;
    if (!person === !organisation) return refuse({ code: "SUBJECT_AMBIGUOUS", field } as const);
    if (person) {
      const identity = decideIdentity(person.idKind, person.idNumber ?? null, businessDay(deed.now));
      if (!identity.ok) return refuse({ code: identity.refusal.code, field: `${field}.person.idNumber` } as const);
      valid.push(toValidPerson(deed.hub.crypto, person, identity.change));
    } else if (organisation) {
      const uscc = organisation.uscc ? decideUscc(organisation.uscc) : null;
      if (uscc && !uscc.ok) return refuse({ code: uscc.refusal.code, field: `${field}.organisation.uscc` } as const);
      valid.push({ name: organisation.name, uscc: uscc?.ok ? uscc.change.code : null });
    }
  }
  await lockKeys(
    deed,
    valid.flatMap((subject) => lockKey(subject) ?? []),
  );
  const entered = new Map<string, Subject>();
  const subjects: Subject[] = [];
  for (const [index, subject] of valid.entries()) {
    const key = lockKey(subject);
    const same = key === null ? undefined : entered.get(key);
    const known = same ?? (await ("identity" in subject ? findPerson(deed, subject) : findBody(deed, subject)));
    // Whoever has the document has the name too; another name is a slip, or somebody fishing for the real one.
    if ("identity" in subject && known.nameKey !== subject.nameIndex) {
      return refuse({ code: "NAME_MISMATCH", field: `${inputs[index]!.field}.person.name` } as const);
    }
    if (key !== null) entered.set(key, known);
    subjects.push(known);
  }
  return allow(subjects);
}

function toValidPerson(crypto: CryptoProvider, input: PersonInput, identity: Identity): ValidPerson {
  return {
    input,
    identity,
    idIndex: identity.number === null ? null : personIndex(crypto, identity.kind, identity.number),
    nameIndex: nameIndex(crypto, input.name),
    phoneIndex: input.phone ? phoneIndex(crypto, input.phone) : null,
  };
}

/** The keyed index a person is found by; an unkeyed one would give the number away (a district and a year are soon tried). */
export function personIndex(crypto: CryptoProvider, kind: string, number: string): string {
  return crypto.blindIndex("identity", `${kind}:${number}`);
}

/** Spaces, dashes and the country's prefix make no other telephone. */
export function phoneIndex(crypto: CryptoProvider, phone: string): string {
  return crypto.blindIndex(
    "phone",
    toSearchKey(phone)
      .replace(/[\s()-]/g, "")
      .replace(/^\+86/, ""),
  );
}

export function nameIndex(crypto: CryptoProvider, name: string): string {
  return crypto.blindIndex("name", toSearchKey(name));
}

/** What a party carries of its person's name index. Sixteen hex digits tell more names apart than there are people. */
export function partyNameKey(index: string): string {
  return index.slice(0, 16);
}

/** What makes two mentions one subject; null for a name alone, which two people may share. */
function lockKey(subject: ValidPerson | OrganisationInput): string | null {
  if (!("identity" in subject)) return subject.uscc ?? `body:${toSearchKey(subject.name)}`;
  if (subject.idIndex !== null) return subject.idIndex;
  return subject.phoneIndex === null ? null : `${subject.nameIndex}:${subject.phoneIndex}`;
}

async function lockKeys(deed: Deed, keys: readonly string[]): Promise<void> {
  await deed.tx.query(
    `select pg_advisory_xact_lock(hashtextextended(key, 0)) from (select distinct unnest($1::text[]) as key order by 1) k`,
    [keys],
  );
}

interface KnownPerson {
  readonly id: string;
  readonly name_index: string;
  readonly phone_index: string | null;
}

async function findPerson(deed: Deed, valid: ValidPerson): Promise<Subject> {
  // Without a document a person is the same only when name and telephone agree; with neither, every one is new.
  const [found] =
    valid.idIndex !== null
      ? await deed.tx.query<KnownPerson>("select id, name_index, phone_index from person where id_index = $1", [
          valid.idIndex,
        ])
      : await deed.tx.query<KnownPerson>(
          "select id, name_index, phone_index from person where id_kind = 'NONE' and name_index = $1 and phone_index = $2 order by id limit 1",
          [valid.nameIndex, valid.phoneIndex],
        );
  const { crypto, ids } = deed.hub;
  const { input, identity } = valid;
  if (found) {
    return {
      personId: found.id,
      organisationId: null,
      nameKey: found.name_index,
      save() {
        if (!input.phone || found.phone_index === valid.phoneIndex) return;
        deed.changes.update(Person, found.id, { phoneIndex: valid.phoneIndex, phoneSealed: crypto.seal(input.phone) });
      },
    };
  }
  const id = ids.uuid();
  let isSaved = false;
  return {
    personId: id,
    organisationId: null,
    nameKey: valid.nameIndex,
    save() {
      if (isSaved) return;
      isSaved = true;
      deed.changes.insert(Person, {
        id,
        idKind: identity.kind,
        idIndex: valid.idIndex,
        idSealed: identity.number === null ? null : crypto.seal(identity.number),
        nameIndex: valid.nameIndex,
        nameSealed: crypto.seal(input.name),
        phoneIndex: valid.phoneIndex,
        phoneSealed: input.phone ? crypto.seal(input.phone) : null,
        birthOn: identity.birthOn,
        sex: identity.sex,
        createdAt: deed.now,
      });
    },
  };
}

async function findBody(deed: Deed, body: OrganisationInput): Promise<Subject> {
  const nameKey = toSearchKey(body.name);
  const keyed = nameIndex(deed.hub.crypto, body.name);
  const [found] = body.uscc
    ? await deed.tx.query<{ id: string }>("select id from organisation where uscc = $1", [body.uscc])
    : await deed.tx.query<{ id: string }>(
        "select id from organisation where name_key = $1 order by uscc nulls last, id limit 1",
        [nameKey],
      );
  if (found) return { personId: null, organisationId: found.id, nameKey: keyed, save() {} };
  const id = deed.hub.ids.uuid();
  let isSaved = false;
  return {
    personId: null,
    organisationId: id,
    nameKey: keyed,
    save() {
      if (isSaved) return;
      isSaved = true;
      const uscc = body.uscc ?? null;
      deed.changes.insert(Organisation, { id, uscc, name: body.name, nameKey, createdAt: deed.now });
    },
  };
}
