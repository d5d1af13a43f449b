import { GIVEN, MOBILE_PREFIXES, SURNAMES } from "../../src/demo/names";
import { checkDigit11643 } from "../../src/person/identity.rules";
import { nameIndex, partyNameKey, personIndex, phoneIndex } from "../../src/person/subjects";
import type { CryptoProvider } from "../../src/platform/crypto";
import { COUNTIES } from "./centre";
import type { Random } from "./random";
import type { TableWriter } from "./table-writer";

const FIRST_BIRTHDAY = Date.UTC(1940, 0, 1);
const BIRTHDAYS = 24_000;
const ORDINALS = 1_000;
const SPACE = COUNTIES.length * BIRTHDAYS * ORDINALS;
/** Has no divisor in common with the space, so that no number is ever given twice before all are used up. */
const STRIDE = 1_000_003_957;
const DAY = 86_400_000;
/** Who is remembered as having been here before; people move away, too. */
const REMEMBERED = 40_000;

/** The citizens of the whole province. Whoever comes again is the same person, found by the same keyed index. */
export class People {
  private made = 0;
  private readonly nameKeys = new Map<string, string>();
  private readonly byCounty = new Map<string, string[]>();

  constructor(
    private readonly random: Random,
    private readonly crypto: CryptoProvider,
    private readonly rows: TableWriter,
  ) {}

  /** Somebody of the county: as often as not somebody who has been at the counter before. */
  somebody(countyCode: string, at: number): string {
    const known = this.byCounty.get(countyCode) ?? [];
    this.byCounty.set(countyCode, known);
    if (known.length > 0 && this.random.chance(0.55)) return this.random.of(known);
    const id = this.newcomer(at);
    if (known.length < REMEMBERED) known.push(id);
    else known[this.random.below(REMEMBERED)] = id;
    return id;
  }

  /** What a party of a dispute is found by when its name is asked for. */
  nameKeyOf(id: string): string {
    const name = nameOf(id);
    let key = this.nameKeys.get(name);
    if (!key) this.nameKeys.set(name, (key = partyNameKey(nameIndex(this.crypto, name))));
    return key;
  }

  newcomer(at: number): string {
    const { random, crypto } = this;
    const id = random.uuid(at);
    const name = nameOf(id);
    const phone = random.of(MOBILE_PREFIXES) + String(random.below(100_000_000)).padStart(8, "0");
    const { number, birthOn, sex } = identityNumber(this.made++);
    const sealed = random.chance(0.8);
    this.rows.add(
      {
        id,
        id_kind: "RESIDENT_ID",
        id_index: personIndex(crypto, "RESIDENT_ID", number),
        id_sealed: crypto.seal(number),
        name_index: nameIndex(crypto, name),
        name_sealed: crypto.seal(name),
        phone_index: sealed ? phoneIndex(crypto, phone) : null,
        phone_sealed: sealed ? crypto.seal(phone) : null,
        birth_on: birthOn,
        sex,
        created_at: new Date(at).toISOString(),
      },
      at,
    );
    return id;
  }
}

/** Told by the id, so that nobody has to remember millions of names. */
function nameOf(id: string): string {
  const digits = Number.parseInt(id.slice(-10), 16);
  const given = (at: number): string => GIVEN[at % GIVEN.length]!;
  const second = Math.floor(digits / 1_000_000);
  return (
    SURNAMES[digits % SURNAMES.length]! + given(Math.floor(digits / 1_000)) + (second % 10 < 7 ? given(second) : "")
  );
}

/** The n-th number: a place, a day and an ordinal, spread over all there are. */
function identityNumber(n: number): { number: string; birthOn: string; sex: number } {
  const at = (n * STRIDE + 7_919) % SPACE;
  const ordinal = at % ORDINALS;
  const day = Math.floor(at / ORDINALS) % BIRTHDAYS;
  const county = COUNTIES[Math.floor(at / (ORDINALS * BIRTHDAYS))]!;
  const birthOn = new Date(FIRST_BIRTHDAY + day * DAY).toISOString().slice(0, 10);
  const first17 = county.code + birthOn.replaceAll("-", "") + String(ordinal).padStart(3, "0");
  return { number: first17 + checkDigit11643(first17), birthOn, sex: ordinal % 2 === 1 ? 1 : 2 };
}
