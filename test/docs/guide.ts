export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line within the page. */
  readonly line: number;
}

export interface CurlCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly query: string; readonly variables?: Record<string, unknown> };
  readonly line: number;
}

/** The fenced blocks of a Markdown page, in their order. */
export function readBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language, 2: text, index }) => ({
    language: language!,
    text: text!,
    line: markdown.slice(0, index).split("\n").length + 1,
  }));
}

/** Stands for the token of a user, where the page calls the desk that gives it out. */
export const TOKEN_OF = /^Bearer <token of ([\w-]+)>$/;

/**
 * The curl calls of a shell block, as curl would send them. Reads only the little shell the pages use and throws at
 * anything else, so that no call is passed over.
 * @param variables kept from block to block, as a reader's terminal keeps them
 */
export function readCalls(block: Block, variables: Map<string, string>): CurlCall[] {
  const calls: CurlCall[] = [];
  for (const words of readCommands(block.text, variables)) {
    const [first = "", ...rest] = words;
    const assignment = /^([A-Z_]+)=(.*)$/s.exec(first);
    if (assignment && rest.length === 0) variables.set(assignment[1]!, assignment[2]!);
    else if (first === "curl") calls.push(toCall(rest, block.line));
    else if (first !== "npm") throw new Error(`line ${block.line}: cannot follow ${words.join(" ")}`);
  }
  return calls;
}

function toCall(words: readonly string[], line: number): CurlCall {
  const headers: Record<string, string> = {};
  let url: string | undefined;
  let data: string | undefined;
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === "-H") {
      const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(left.shift() ?? "") ?? [];
      headers[name.toLowerCase()] = value;
    } else if (word === "-d") data = left.shift();
    else if (word === "-s" || word === "-N") continue;
    else if (word.startsWith("-") || url !== undefined) throw new Error(`line ${line}: cannot follow curl ${word}`);
    else url = word;
  }
  if (url === undefined || data === undefined) throw new Error(`line ${line}: a curl without an address or a body`);
  return { url, headers, body: JSON.parse(data) as CurlCall["body"], line };
}

const DESK = /^\$\((?:npm run -s token --) ([\w-]+)\)/;

/** Words of each command: quotes taken off, `$NAME` filled in, a line that ends in a backslash continued. */
function readCommands(text: string, variables: ReadonlyMap<string, string>): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = "";
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const rest = text.slice(at);
    const desk = quote === "'" ? null : DESK.exec(rest);
    const variable = quote === "'" ? null : /^\$([A-Z_]+)/.exec(rest);
    if (desk) {
      word = `${word ?? ""}<token of ${desk[1]}>`;
      at += desk[0].length - 1;
    } else if (variable) {
      // Set by an earlier command: of this block, too, whose commands are not carried out yet.
      const own = commands.flat().findLast((one) => one.startsWith(`${variable[1]}=`));
      const value = own?.slice(variable[1]!.length + 1) ?? variables.get(variable[1]!);
      if (value === undefined) throw new Error(`the page uses $${variable[1]} before it is set`);
      word = (word ?? "") + value;
      at += variable[0].length - 1;
    } else if (quote) {
      if (character === quote) quote = "";
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\" && rest.startsWith("\\\n")) at += 1;
    else if (character === "\n" || character === ";") endCommand();
    else if (character === " ") endWord();
    else if (character === "#" && word === undefined) at += rest.search(/$/m) - 1;
    else word = (word ?? "") + character;
  }
  endCommand();
  return commands;
}

/** Values that the page calls by a name, `REFERRAL_ID` and the like, from one answer to a later call. */
export type Names = Map<string, unknown>;

const NAME = /^(?:DISPUTE_ID|REFERRAL_ID|AID_REFERRAL_ID|RECORD_ID|EVENT_ID|FEED_CURSOR|ID_NUMBER)$/;

/** A body with its names filled in; a name nobody has answered yet is a mistake of the page. */
export function fillIn<Value>(value: Value, names: Names): Value {
  return mapTexts(value, (text) => {
    if (!NAME.test(text)) return text;
    if (!names.has(text)) throw new Error(`${text} has not been answered yet`);
    return names.get(text);
  }) as Value;
}

/**
 * What the page says was answered, with its names and its "…" replaced by what really was; equal to the answer exactly
 * when the page is right. Names met for the first time are kept.
 */
export function bind(shown: unknown, answer: unknown, names: Names): unknown {
  if (shown === "…") return answer;
  if (typeof shown === "string" && NAME.test(shown)) {
    if (!names.has(shown)) names.set(shown, answer);
    return names.get(shown);
  }
  if (Array.isArray(shown)) {
    return shown.map((item, index) => bind(item, (answer as unknown[] | undefined)?.[index], names));
  }
  if (typeof shown === "object" && shown !== null) {
    const answered = answer as Record<string, unknown> | undefined;
    return Object.fromEntries(Object.entries(shown).map(([key, item]) => [key, bind(item, answered?.[key], names)]));
  }
  return shown;
}

function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
