import type { NamedStatement } from "../database";
import { statementName } from "../prepared-names";
import { backwards, placeAfter, type Condition, type KeysetOrder, type PageWish } from "../keyset-page";
import type { ReadNode } from "./nodes";
import { notesOf } from "./notes";
import { numberedThrough, type Asked, type Part, type Piece } from "./pieces";
import { WINDOW, windowRows } from "./window";

const KEPT_TEXTS = 50;

/** Writes the one statement of a root field. Its text depends on page sizes and conditions; texts are kept. */
export class StatementWriter<C> {
  private readonly parts: readonly Part<C>[];
  private readonly texts = new Map<string, { text: string; name: string }>();

  /** @param nodes parents before what hangs on them */
  constructor(private readonly nodes: readonly ReadNode<C>[]) {
    this.parts = this.statement();
  }

  write(asked: Asked<C>): NamedStatement {
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
      const text = numberedThrough(pieces);
      known = { text, name: statementName(text) };
      if (this.texts.size >= KEPT_TEXTS) this.texts.clear();
      this.texts.set(key, known);
    }
    return { ...known, values };
  }

  private statement(): Part<C>[] {
    const { nodes } = this;
    const [root] = nodes;
    const parts: Part<C>[] = ["with "];
    if (root?.source.kind === "root" && root.source.shape.kind === "page" && root.source.shape.window) {
      const { order, window } = root.source.shape;
      const looked = ({ bindings }: Asked<C>) => [windowRows(root.rows, order, window, bindings[0]!.page!.after)];
      parts.push(`${WINDOW} as materialized (`, looked, "), ");
    }
    for (const node of nodes) {
      parts.push(`${node === root ? "" : ", "}${node.name} as (`, ...this.rowsOf(node), ")");
    }
    parts.push((asked) => notesOf(nodes, asked), ` select ${nodes.map(toJson).join(", ")}`);
    if (root?.tellsEnd) parts.push(...windowEnd(root));
    return parts;
  }

  private rowsOf(node: ReadNode<C>): Part<C>[] {
    const { rows, source } = node;
    const columns = node.columns.map((name) => `t."${name}"`).join(", ") || "true";
    switch (source.kind) {
      case "root": {
        const { shape, at } = source;
        const conditions: Part<C> = ({ bindings }) => all(bindings[at]!.conditions);
        const table: Part<C> = ({ bindings }) => {
          const { from } = bindings[at]!;
          return from ? ["(", from, ")"] : [rows.table];
        };
        if (shape.kind === "row") return [`select ${columns} from `, table, " t where ", conditions];
        if (shape.kind === "list") {
          const tail = ` order by ${rows.orderBy(shape.order)} limit ${shape.most}`;
          return [`select ${columns} from `, table, " t where ", conditions, tail];
        }
        const { order, window } = shape;
        const wish = ({ bindings }: Asked<C>) => bindings[at]!.page!;
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
  const first = ({ bindings, wishes }: Asked<C>) =>
    source.kind === "page" ? wishes[source.args]!.first : bindings[0]!.page!.first;
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
function windowEnd<C>({ name, rows, source }: ReadNode<C>): Part<C>[] {
  if (source.kind !== "root" || source.shape.kind !== "page") return [];
  const { order } = source.shape;
  const last = rows.orderBy(backwards(order));
  const position = order.properties.map((property) => rows.exactly(rows.metadataOf(property).databaseName, "t"));
  return [
    `, case when (select count(*) from ${name}) <= `,
    ({ bindings }) => [String(bindings[0]!.page!.first)],
    ` then (select json_build_array((select count(*) from ${WINDOW}), ${position.join(", ")})` +
      ` from ${WINDOW} t order by ${last} limit 1) end`,
  ];
}

function all(conditions: readonly Condition[]): Piece[] {
  if (conditions.length === 0) return ["true"];
  return conditions.flatMap((condition, index) => [index > 0 ? " and " : "", bracketed(condition)]);
}

function bracketed({ text, values }: Condition): Condition {
  return { text: `(${text})`, values };
}

function toJson<C>(node: ReadNode<C>): string {
  const { name, rows } = node;
  const columns = node.columns.map((column) => rows.exactly(column, name));
  if (node.hasOwner) columns.push(`${name}."^"`);
  return `(select json_agg(json_build_array(${columns.join(", ")})) from ${name})`;
}
