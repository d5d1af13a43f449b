import type { Condition } from "../keyset-page";
import type { ReadNode } from "./nodes";
import type { Asked, Piece } from "./pieces";
import type { Note } from "./reads";

/** The parts of a statement that write down what its other parts read: each row once under a name, whoever read it. */
export function notesOf<C>(nodes: readonly ReadNode<C>[], asked: Asked<C>): readonly Piece[] {
  const notes = new Map<string, { readonly note: Note<C>; readonly found: string[] }>();
  for (const node of nodes) {
    const note = noteOf(node, asked);
    const known = note && notes.get(note.name);
    if (known) known.found.push(node.name);
    else if (note) notes.set(note.name, { note, found: [node.name] });
  }
  return [...notes.values()].flatMap(({ note, found }, at) => {
    return [`, note${at} as (`, about(note.statement(asked.context), found), ")"];
  });
}

function noteOf<C>({ source }: ReadNode<C>, { bindings }: Asked<C>): Note<C> | undefined {
  if (source.kind === "root") return bindings[source.at]!.note;
  return source.kind === "one" ? source.read.note : undefined;
}

/** The words of a note speak of what was found. */
function about({ text, values }: Condition, nodes: readonly string[]): Condition {
  const found = nodes.length === 1 ? nodes[0]! : `(${nodes.map((node) => `select "id" from ${node}`).join(" union ")})`;
  return { text: text.replace(/\bfound\b/g, found), values };
}
