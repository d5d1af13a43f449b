import "reflect-metadata";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { REFUSALS } from "../src/dispute/refusals";
import { ERROR_CODES, type ErrorEntry, type Retry } from "../src/platform/http/errors";
import { report } from "./gate-report";
import { lineDifferences } from "./line-differences";

// An agency programs its retries from docs/errors.md, and the counter reads the sentences to citizens. A code that is
// thrown but not on the page ends in a guess, and the guess is usually "send it again".
// To see it fail: change one sentence in src/dispute/refusals.ts and run `npm run check:docs`.

const ROOT = join(__dirname, "..");
const FILE = join(ROOT, "docs", "errors.md");
const START_FAULTS = join(ROOT, "src", "platform", "start-fault.ts");

const RETRIES: Readonly<Record<Retry, string>> = {
  NEVER: "no: the same request fails again",
  AFTER_SIGN_IN: "yes, same key, with a new token",
  LATER: "yes, same key, after a pause",
};

export function errorsPage(): string {
  return [
    "# 错误与拒绝 Errors and refusals",
    "",
    "Printed by `node -r @swc-node/register scripts/print-errors.ts` from the tables the hub runs; with `--check` it",
    "fails when the page and the tables differ. How to react to each kind: [integration.md](integration.md) ·",
    "[integration.zh-CN.md](integration.zh-CN.md).",
    "",
    "- **refusal** 拒绝: a rule said no. It is data: an object `Refused` in the answer, HTTP 200. Nothing was changed and",
    "  the key is used up. Mend the request and send it under a **new** key.",
    "- **error** 错误: the request did not run, or nobody knows whether it did. It stands in `errors[].extensions.code`.",
    "  Where two statuses are given, the second is the one for callers that do not accept",
    "  `application/graphql-response+json`.",
    "- **start fault** 启动故障: the hub does not start; the code stands in the last line it prints.",
    "",
    "| code | message 中文说明 | kind | HTTP status | retry? |",
    "| --- | --- | --- | --- | --- |",
    ...Object.entries(REFUSALS).map(([code, message]) =>
      row(code, message, "refusal", "200", "mended, under a new key"),
    ),
    ...Object.entries(ERROR_CODES).map(([code, entry]) =>
      row(code, entry.message, "error", statuses(entry), RETRIES[entry.retry]),
    ),
    "",
    "## 启动故障 Start faults",
    "",
    "`…` stands for a path, a number or a name.",
    "",
    "| code | message 中文说明 |",
    "| --- | --- |",
    ...[...startFaults()].map(([code, messages]) => `| \`${code}\` | ${messages.join("<br>")} |`),
    "",
  ].join("\n");
}

function row(code: string, message: string, kind: string, status: string, retry: string): string {
  return `| \`${code}\` | ${message} | ${kind} | ${status} | ${retry} |`;
}

function statuses({ status, jsonStatus }: ErrorEntry): string {
  return status === jsonStatus ? String(status) : `${status} (${jsonStatus})`;
}

/** Their sentences stand where they are thrown, so they are read from the source. */
function startFaults(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>(startFaultCodes().map((code) => [code, []]));
  for (const file of sources()) {
    const source = parse(file);
    walk(source, (node) => {
      if (!ts.isNewExpression(node) || node.expression.getText(source) !== "StartFault") return;
      const [code, message] = node.arguments ?? [];
      if (!code || !message || !ts.isStringLiteral(code)) throw new Error(`${file}: a StartFault without a plain code`);
      found.get(code.text)?.push(...textsOf(message));
    });
  }
  const silent = [...found].filter(([, messages]) => messages.length === 0).map(([code]) => code);
  if (silent.length > 0) throw new Error(`no StartFault is thrown with ${silent.join(", ")}`);
  return found;
}

function sources(): string[] {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => join(ROOT, "src", file));
}

function startFaultCodes(): string[] {
  const codes: string[] = [];
  walk(parse(START_FAULTS), (node) => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === "StartFaultCode") {
      walk(node, (part) => void (ts.isStringLiteral(part) && codes.push(part.text)));
    }
  });
  return codes;
}

/** Every sentence an expression may stand for: a literal, a choice of two, or the constant named before it. */
function textsOf(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) {
    return [expression.head.text + expression.templateSpans.map(({ literal }) => `…${literal.text}`).join("")];
  }
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(textsOf);
  if (ts.isIdentifier(expression)) return textsOf(valueOf(expression));
  throw new Error(`a sentence that cannot be read from the source: ${expression.getText()}`);
}

function valueOf(name: ts.Identifier): ts.Expression {
  for (let scope: ts.Node = name.parent; scope; scope = scope.parent) {
    if (!ts.isBlock(scope)) continue;
    for (const statement of scope.statements.filter(ts.isVariableStatement)) {
      const [declaration] = statement.declarationList.declarations;
      if (declaration?.name.getText() === name.text && declaration.initializer) return declaration.initializer;
    }
  }
  throw new Error(`${name.text} is not a constant of the same function`);
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

if (require.main === module) {
  const page = errorsPage();
  if (!process.argv.includes("--check")) writeFileSync(FILE, page);
  const differences = lineDifferences(existsSync(FILE) ? readFileSync(FILE, "utf8") : "", page);
  report(
    differences.length === 0
      ? []
      : [
          "docs/errors.md is not what the tables say (- file, + tables). To write it: node -r @swc-node/register scripts/print-errors.ts",
          ...differences,
        ],
    "docs/errors.md says what the tables say",
  );
}
