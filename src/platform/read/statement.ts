import { createHash } from "node:crypto";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import type { NamedStatement } from "../database";
import { countedFrom, placeAfter, type Condition, type KeysetOrder, type PageWish } from "../keyset-page";
import type { RootPlan } from "./compile";
import type { ReadNode } from "./nodes";
import type { RootBinding } from "./reads";
import { windowRows } from "./window";

/** A piece of SQL as it stands, or with values of its own. */
type Piece = string | Condition;

/** What of a statement is known only when it is asked. */
interface Asked<C> {
  readonly binding: RootBinding;
  readonly wishes: readonly PageWish[];
  readonly context: C;
}

/** A piece that is the same every time, or one that depends on what is asked. */
type Part<C> = string | ((asked: Asked<C>) => readonly Piece[]);

const KEPT_TEXTS = 50;

/** The rows a page is cut out of. */
const WINDOW = "looked";

/** Writes the one statement of a root field. Its text depends on page sizes and conditions; texts are kept. */
export class StatementWriter<C> {
  private readonly parts: readonly Part<C>[];
  private readonly texts = new Map<string, { text: string; name: string }>();

  constructor(private readonly plan: RootPlan<C>) {
    this.parts = this.statement();
  }

  write(binding: RootBinding, wishes: readonly PageWish[], context: C): NamedStatement {
    const asked = { binding, wishes, context };
    const values: unknown[] = [];
    let key = "";
    const pieces: Piece[] = [];
    for (const part of this.parts) {
      if (typeof part === "string") {
        pieces.push(part);
        continue;
      }
      for (const piece of part(asked)) {
        pieces.push(piece);
        if (typeof piece === "string") key += piece;
        else {
          key += piece.text;
          values.push(...piece.values);
        }
      }
      key += "\u0000";
    }
    let known = this.texts.get(key);
    if (!known) {
      const text = number(pieces);
      known = { text, name: createHash("sha256").update(text).digest("base64url").slice(0, 22) };
      if (this.texts.size >= KEPT_TEXTS) this.texts.clear();
      this.texts.set(key, known);
    }
    return { ...known, values };
  }

  private statement(): Part<C>[] {
    const { nodes } = this.plan;
    const { shape } = this.plan.read;
    const parts: Part<C>[] = ["with "];
    if (shape.kind === "page" && shape.window) {
      const { order, window } = shape;
      const { rows } = nodes[0]!;
      const looked = ({ binding }: Asked<C>) => [windowRows(rows, order, window, binding.page!.after)];
      parts.push(`${WINDOW} as materialized (`, looked, "), ");
    }
    for (const node of nodes) {
      parts.push(`${node === nodes[0] ? "" : ", "}${node.name} as (`, ...this.rowsOf(node), ")", ...noteOf(node));
    }
    parts.push(` select ${nodes.map(toJson).join(", ")}`);
    if (shape.kind === "page" && nodes[0]!.tellsEnd) parts.push(...windowEnd(nodes[0]!, shape.order));
    return parts;
  }

  private rowsOf(node: ReadNode<C>): Part<C>[] {
    const { rows, source } = node;
    const columns = node.columns.map((name) => `t."${name}"`).join(", ") || "true";
    switch (source.kind) {
      case "root": {
        const { shape } = this.plan.read;
        const conditions: Part<C> = ({ binding }) => all(binding.conditions);
        const table: Part<C> = ({ binding: { from } }) => (from ? ["(", from, ")"] : [rows.table]);
        if (shape.kind === "row") return [`select ${columns} from `, table, " t where ", conditions];
        if (shape.kind === "list") {
          const tail = ` order by ${rows.orderBy(shape.order)} limit ${shape.most}`;
          return [`select ${columns} from `, table, " t where ", conditions, tail];
        }
        const { order, window } = shape;
        const wish = ({ binding }: Asked<C>) => binding.page!;
        const numbered = `select ${columns}${counted(node, order)} from `;
        if (window) return [`${numbered}${WINDOW} t`, ...oneByOne(conditions), ...page(node, order, wish)];
        return [numbered, table, " t where ", conditions, ...inOrder(node, order, wish)];
      }
      case "page": {
        const { belongs, only, order } = source.read;
        const belonging = "by" in belongs ? `t.${rows.column(belongs.by)} = p."id"` : belongs.where;
        return [
          `select x.*, p."id" as "^" from `,
          ...shownRows(source.parent),
          ` p cross join lateral (select ${columns}${counted(node, order)} from ${rows.table} t where ${belonging}`,
          ...restricted(only),
          ...inOrder(node, order, ({ wishes }) => wishes[source.args]!),
          ") x",
        ];
      }
      case "list": {
        const { by, order, most, only } = source.read;
        return [
          `select x.*, p."id" as "^" from `,
          ...shownRows(source.parent),
          ` p cross join lateral (select ${columns} from ${rows.table} t where t.${rows.column(by)} = p."id"`,
          ...restricted(only),
          ` order by ${rows.orderBy(order)} limit ${most}) x`,
        ];
      }
      case "one": {
        const keys = source.references.flatMap(({ parent, column }, at): Part<C>[] => {
          return [`${at > 0 ? " union " : ""}select distinct p."${column}" from `, ...shownRows(parent), " p"];
        });
        // Each row is looked up by its key, whatever the planner believes of the number of those that point to it.
        return [
          "select x.* from (",
          ...keys,
          `) k(id) cross join lateral (select ${columns} from ${rows.table} t where t."id" = k.id`,
          ...restricted(source.read.only),
          " limit 1) x",
        ];
      }
    }
  }
}

/** The rows of a part that are shown: without the one that was only fetched to see whether more follows. */
function shownRows<C>(node: ReadNode<C>): Part<C>[] {
  const { source } = node;
  if (!isCounted(node)) return [node.name];
  const first = ({ binding, wishes }: Asked<C>) =>
    source.kind === "page" ? wishes[source.args]!.first : binding.page!.first;
  return [`(select * from ${node.name} where "#" <= `, (asked) => [String(first(asked))], ")"];
}

function isCounted<C>({ looksAhead, hasChildren }: ReadNode<C>): boolean {
  return looksAhead && hasChildren;
}

function counted<C>(node: ReadNode<C>, order: KeysetOrder): string {
  return isCounted(node) ? `, row_number() over (order by ${node.rows.orderBy(order)}) as "#"` : "";
}

function restricted<C>(only: ((context: C) => Condition) | undefined): Part<C>[] {
  return only ? [" and ", ({ context }) => [bracketed(only(context))]] : [];
}

function inOrder<C>(node: ReadNode<C>, order: KeysetOrder, wishOf: (asked: Asked<C>) => PageWish): Part<C>[] {
  const place: Part<C> = (asked) => {
    const { after } = wishOf(asked);
    return after ? [" and ", placeAfter(node.rows, order, after)] : [];
  };
  return [place, ...page(node, order, wishOf)];
}

function page<C>(
  { rows, looksAhead }: ReadNode<C>,
  order: KeysetOrder,
  wishOf: (asked: Asked<C>) => PageWish,
): Part<C>[] {
  return [` order by ${rows.orderBy(order)} limit `, (asked) => [String(wishOf(asked).first + (looksAhead ? 1 : 0))]];
}

/** What was looked at for the page is no more than what PostgreSQL keeps; asked row by row, it ends with the page. */
function oneByOne<C>(conditions: Part<C>): Part<C>[] {
  return [" cross join lateral (select where ", conditions, " offset 0) v"];
}

/** How many rows were looked at and the last of them, unless the page was full before. */
function windowEnd<C>(node: ReadNode<C>, order: KeysetOrder): Part<C>[] {
  const { name, rows } = node;
  const last = rows.orderBy({ ...order, direction: order.direction === "asc" ? "desc" : "asc" });
  const position = order.properties.map((property) => asJson("t", rows.metadataOf(property)));
  return [
    `, case when (select count(*) from ${name}) <= `,
    ({ binding }) => [String(binding.page!.first)],
    ` then (select json_build_array((select count(*) from ${WINDOW}), ${position.join(", ")})` +
      ` from ${WINDOW} t order by ${last} limit 1) end`,
  ];
}

function noteOf<C>(node: ReadNode<C>): Part<C>[] {
  const { name, source } = node;
  if (source.kind === "root") {
    return [({ binding: { note } }) => (note ? [`, note_${name} as (`, about(note, name), ")"] : [])];
  }
  const note = source.kind === "one" ? source.read.note : undefined;
  return note ? [`, note_${name} as (`, ({ context }) => [about(note.statement(context), name)], ")"] : [];
}

function all(conditions: readonly Condition[]): Piece[] {
  if (conditions.length === 0) return ["true"];
  return conditions.flatMap((condition, index) => [index > 0 ? " and " : "", bracketed(condition)]);
}

function bracketed({ text, values }: Condition): Condition {
  return { text: `(${text})`, values };
}

/** The words of a note speak of what was found. */
function about({ text, values }: Condition, node: string): Condition {
  return { text: text.replace(/\bfound\b/g, node), values };
}

/** Columns whose values JavaScript's numbers cannot hold are sent as text. */
const INEXACT = new Set<unknown>(["numeric", "bigint"]);

function asJson(table: string, { databaseName, type }: Pick<ColumnMetadata, "databaseName" | "type">): string {
  return `${table}."${databaseName}"${INEXACT.has(type) ? "::text" : ""}`;
}

function toJson<C>(node: ReadNode<C>): string {
  const { name, rows } = node;
  const known = new Map(rows.columns().map((column) => [column.databaseName, column]));
  const columns = node.columns.map((column) => asJson(name, known.get(column)!));
  if (node.hasOwner) columns.push(`${name}."^"`);
  return `(select json_agg(json_build_array(${columns.join(", ")})) from ${name})`;
}

/** Joins the pieces, their values counted through from `$1`. */
function number(pieces: readonly Piece[]): string {
  let offset = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const text = countedFrom(offset, piece.text);
      offset += piece.values.length;
      return text;
    })
    .join("");
}
