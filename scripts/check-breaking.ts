import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, findBreakingChanges, findDangerousChanges } from "graphql";
import { report } from "./gate-report";

// Five agencies' systems are written against this schema by five contractors. A field that disappears stops a court's
// system on a Monday morning, and nobody here sees it. A break is therefore a decision with a page, never a side effect.
// Compared with where this branch left the main one; on the main branch, with the last commit whose schema differs.
// To see it fail: delete a field, with its description, in schema/hub.graphql and run `npm run check:breaking`.

const ROOT = join(__dirname, "..");
const SDL = "schema/hub.graphql";
const ALLOWED = "schema/allowed-breaks.txt";
const MAIN_BRANCHES = ["origin/main", "origin/master", "main", "master"];

/** Undefined when git does not know: no repository, no such commit, no such file in it. */
function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trimEnd();
  } catch {
    return undefined;
  }
}

/** The schema callers were promised, and the commit it stands in. */
function promised(current: string): { commit: string; sdl: string } | undefined {
  const bases = MAIN_BRANCHES.map((branch) => git("merge-base", "HEAD", branch)).filter((base) => base !== undefined);
  const base = process.env.BREAKING_BASE ?? bases[0] ?? "HEAD";
  const commits = git("log", "--format=%H", base, "--", SDL)?.split("\n") ?? [];
  // Straight after a commit to the main branch the newest says what the file says; the question is what it changed.
  for (const commit of commits) {
    const sdl = git("show", `${commit}:${SDL}`);
    if (sdl !== undefined && sdl !== current.trimEnd()) return { commit, sdl };
  }
  return undefined;
}

/** One break a line: the type of change, its sentence, " -- " and the decision page that allows it. */
function readAllowed(): { line: string; text: string; page: string | undefined }[] {
  const path = join(ROOT, ALLOWED);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [text, page] = line.split(" -- ").map((part) => part.trim());
      return { line, text: text!, page };
    });
}

function main(): void {
  const current = existsSync(join(ROOT, SDL)) ? readFileSync(join(ROOT, SDL), "utf8") : undefined;
  if (current === undefined) return report([`${SDL} is missing: npm run schema`], "");
  const base = promised(current);
  if (base === undefined) {
    // Green without having looked must not read like green after looking.
    if (git("rev-parse", "HEAD") === undefined) console.log("note: no git history here, so breaks were not looked for");
    if (git("rev-parse", "--is-shallow-repository") === "true") {
      console.log("note: this clone was cut short (git fetch --unshallow), so breaks were not looked for");
    }
    return report([], "no other schema in git to compare with: nothing can be broken yet");
  }

  const before = buildSchema(base.sdl);
  const after = buildSchema(current);
  const allowed = readAllowed();
  const pageless = allowed
    .filter(({ page }) => page === undefined || !existsSync(join(ROOT, page)))
    .map(({ line }) => `${ALLOWED}: "${line}" names no decision page that exists (… -- docs/adr/0000-title.md)`);
  const breaks = findBreakingChanges(before, after).map(({ type, description }) => `${type} ${description}`);
  const unlisted = breaks.filter((sentence) => !allowed.some(({ text }) => text === sentence));
  for (const { type, description } of findDangerousChanges(before, after)) {
    console.log(`note: dangerous, not forbidden: ${type} ${description}`);
  }
  const since = base.commit.slice(0, 10);
  report(
    [
      ...pageless,
      ...unlisted.map((sentence) => `broken since ${since}: ${sentence}`),
      ...(unlisted.length > 0 ? [`If that is decided, add the line to ${ALLOWED} with its page.`] : []),
    ],
    `${breaks.length} breaks since ${since}, all of them allowed`,
  );
}

main();
