import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const PROJECT = join(__dirname, "../..");

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "build-"));
  for (const file of ["scripts/build.mjs", ".swcrc", "package-lock.json"]) {
    cpSync(join(PROJECT, file), join(root, file), { recursive: true });
  }
  symlinkSync(join(PROJECT, "node_modules"), join(root, "node_modules"));
  write("ormconfig.ts", "export default 1;\n");
  write("migrations/1-first.ts", "export const first = 1;\n");
  write("src/main.ts", 'import data from "./data.json";\n\nexport const answer: number = data.answer;\n');
  write("src/data.json", '{ "answer": 42 }\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function build(): void {
  execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "pipe" });
}

const built = (file: string) => join(root, "dist", file);

test("code is compiled, what it reads is copied, and a fault can be traced to its line", () => {
  build();
  const program = `process.stdout.write(String(require(${JSON.stringify(built("src/main.js"))}).answer))`;
  expect(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" })).toBe("42");
  expect(existsSync(built("ormconfig.js"))).toBe(true);
  const map = JSON.parse(readFileSync(built("migrations/1-first.js.map"), "utf8")) as { sources: string[] };
  expect(join(root, "dist/migrations", map.sources[0]!)).toBe(join(root, "migrations/1-first.ts"));
});

test("a migration that is gone from the sources is gone from the program", () => {
  write("src/old/left.ts", "export const left = 1;\n");
  write("migrations/2-second.ts", "export const second = 2;\n");
  build();
  rmSync(join(root, "src/old"), { recursive: true });
  rmSync(join(root, "migrations/2-second.ts"));
  build();
  expect([existsSync(built("migrations/2-second.js")), existsSync(built("src/old"))]).toEqual([false, false]);
  expect(existsSync(built("migrations/1-first.js"))).toBe(true);
});

test("what has not changed is left alone, and what has is not missed, whatever its date", () => {
  build();
  const before = statSync(built("migrations/1-first.js")).mtimeMs;
  write("src/data.json", '{ "answer": 43 }\n');
  utimesSync(join(root, "src/data.json"), new Date("2001-01-01"), new Date("2001-01-01"));
  build();
  expect(statSync(built("migrations/1-first.js")).mtimeMs).toBe(before);
  expect(readFileSync(built("src/data.json"), "utf8")).toContain("43");
});

test("an output somebody deleted comes back", () => {
  build();
  rmSync(built("src/main.js"));
  build();
  expect(existsSync(built("src/main.js"))).toBe(true);
});

test("a program shipped without its sources is not taken for stale", () => {
  build();
  rmSync(join(root, "src"), { recursive: true });
  build();
  expect(existsSync(built("src/main.js"))).toBe(true);
});

test("a source that cannot be compiled stops the start", () => {
  write("src/broken.ts", "export const = ;\n");
  expect(build).toThrow(/broken|Expression|expected/i);
});
