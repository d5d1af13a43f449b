import { checkDigit32100 } from "../../src/person/organisation.rules";
import { toSearchKey } from "../../src/platform/text";
import { iso } from "./calendar";
import type { County } from "./centre";
import type { Random } from "./random";
import type { TableWriter } from "./table-writer";

const TRADES = ["物业服务", "建筑工程", "服饰", "置业", "餐饮管理", "教育科技", "机械制造", "商贸"];
/** A county's companies, shops and offices; the same few hundred are complained of again and again. */
const MOST_PER_COUNTY = 400;

export class Bodies {
  private made = 0;
  private readonly byCounty = new Map<string, string[]>();

  constructor(
    private readonly random: Random,
    private readonly rows: TableWriter,
  ) {}

  some(county: County, at: number): string {
    const known = this.byCounty.get(county.code) ?? [];
    this.byCounty.set(county.code, known);
    const isNew = known.length < MOST_PER_COUNTY && (known.length === 0 || this.random.chance(0.2));
    if (!isNew) return this.random.of(known);
    const id = this.random.uuid(at);
    const ordinal = ++this.made;
    const name = `${county.name}第${ordinal}${this.random.of(TRADES)}有限公司`;
    const first17 = `91${county.code}MA${String(ordinal).padStart(7, "0")}`;
    this.rows.add(
      {
        id,
        uscc: first17 + checkDigit32100(first17),
        name,
        name_key: toSearchKey(name),
        created_at: iso(at),
      },
      at,
    );
    known.push(id);
    return id;
  }
}
