import { createHash } from "node:crypto";
import { NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from "graphql";
import type { DocumentNode, GraphQLError, GraphQLSchema, ParseOptions, ValidationRule } from "graphql";
import { findExcess } from "./document-limits";
import { callerError } from "./errors";
import type { DocumentLimits } from "./limits";
import { toValidationError } from "./validation-messages";

type ReadDocument =
  | { readonly ok: true; readonly document: DocumentNode }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/** Enough for every document of a deployment's own clients; a stranger's one-off documents push each other out. */
const KEPT_DOCUMENTS = 1_000;
const KEPT_CHARACTERS = 4_000_000;

interface Entry {
  readonly document: DocumentNode;
  readonly text: string;
  readonly hash: string;
}

/** Parses, measures and validates documents, the same for every transport, and remembers those that passed. */
export class DocumentReader {
  private readonly byText = new Map<string, Entry>();
  private readonly byHash = new Map<string, Entry>();
  private keptCharacters = 0;
  private readonly rules: readonly ValidationRule[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: DocumentLimits,
    private readonly introspection: boolean,
  ) {
    this.rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  get parseOptions(): ParseOptions {
    return { maxTokens: this.limits.tokens };
  }

  read(text: string): ReadDocument {
    const known = this.byText.get(text);
    if (known) {
      this.touch(known);
      return { ok: true, document: known.document };
    }
    const read = this.check(text);
    if (read.ok) this.keep(text, read.document);
    return read;
  }

  /** Apollo asks by the hash it makes itself, behind a prefix for the schema. */
  findByHash(key: string): DocumentNode | undefined {
    return this.byHash.get(key.slice(-64))?.document;
  }

  private check(text: string): ReadDocument {
    const { characters, tokens } = this.limits;
    if (text.length > characters) return { ok: false, errors: [tooLong("字符", text.length, characters)] };
    let document: DocumentNode;
    try {
      document = parse(text, this.parseOptions);
    } catch (error) {
      return { ok: false, errors: [toParseError(error as Error, tokens)] };
    }
    const excess = findExcess(document, this.limits);
    if (excess.length > 0) return { ok: false, errors: excess.slice(0, this.limits.errors) };
    const invalid = validate(this.schema, document, this.rules, {
      maxErrors: this.limits.errors,
      hideSuggestions: true,
    });
    if (invalid.length === 0) return { ok: true, document };
    const errors = invalid.slice(0, this.limits.errors).map((error) => toValidationError(error, this.introspection));
    return { ok: false, errors };
  }

  private keep(text: string, document: DocumentNode): void {
    const entry = { document, text, hash: createHash("sha256").update(text).digest("hex") };
    this.byText.set(text, entry);
    this.byHash.set(entry.hash, entry);
    this.keptCharacters += text.length;
    for (const oldest of this.byText.values()) {
      if (this.byText.size <= KEPT_DOCUMENTS && this.keptCharacters <= KEPT_CHARACTERS) break;
      this.byText.delete(oldest.text);
      this.byHash.delete(oldest.hash);
      this.keptCharacters -= oldest.text.length;
    }
  }

  /** A Map keeps the order of insertion, so the front of it is what was asked for least recently. */
  private touch(entry: Entry): void {
    this.byText.delete(entry.text);
    this.byText.set(entry.text, entry);
  }
}

/** Nesting beyond the stack ends the parser with a RangeError; for the caller that is the same as too many tokens. */
function toParseError(error: Error, tokens: number): GraphQLError {
  if (error instanceof RangeError || /more that \d+ tokens/.test(error.message))
    return tooLong("词", undefined, tokens);
  const { source, positions, locations } = error as GraphQLError;
  const place = locations?.[0] ? `第 ${locations[0].line} 行第 ${locations[0].column} 列` : "";
  return callerError("GRAPHQL_PARSE_FAILED", {
    message: `查询语句${place}有语法错误，请改正后再发。`,
    source,
    positions,
  });
}

function tooLong(unit: string, cost: number | undefined, limit: number): GraphQLError {
  const message = `查询语句过长，最多 ${limit} 个${unit}，请把数据放进 variables，或拆成几次请求。`;
  return callerError("QUERY_TOO_COMPLEX", { message, details: { cost, limit } });
}
