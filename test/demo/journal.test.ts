import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Intent } from "../../src/demo/journal";
import { Journal } from "../../src/demo/journal";

const folder = mkdtempSync(join(tmpdir(), "journal-"));
afterAll(() => rmSync(folder, { recursive: true }));

let running = 0;
const freshFile = (): string => join(folder, `${++running}.journal`);

const intent = (sequence: number): Intent => ({
  name: "reportStatus",
  about: { slip: "R000001", line: "MEDIATION", tail: "" },
  input: { clientKey: `key-0000${sequence}`, sequence, toState: "ACCEPTED" },
});
const applied = (lastSequence: number) => ({
  __typename: "StatusRecorded",
  effect: "APPLIED",
  state: "ACCEPTED",
  phase: "ACTIVE",
  lastSequence,
});

test("a client that is started again knows what it sent, what it was answered, and what is still open", () => {
  const file = freshFile();
  const journal = new Journal(file);
  expect(journal.isNew).toBe(true);
  journal.noteIntent("one", intent(1));
  journal.noteAnswer("one", applied(1));
  journal.noteIntent("two", intent(2));

  const again = new Journal(file);
  expect(again.isNew).toBe(false);
  expect(again.unanswered()).toEqual(["two"]);
  expect(again.intentOf("two")).toEqual(intent(2));
  expect(again.answerTo("one")).toEqual(applied(1));
  expect(again.book()).toEqual(journal.book());
});

test("a line cut off in the middle of its writing is dropped, and the journal goes on behind the last whole one", () => {
  const file = freshFile();
  const journal = new Journal(file);
  journal.noteIntent("one", intent(1));
  appendFileSync(file, '{"key":"one","answer":{"__typename":"状');

  const again = new Journal(file);
  expect(again.unanswered()).toEqual(["one"]);
  again.noteAnswer("one", applied(1));
  expect(new Journal(file).unanswered()).toEqual([]);
  expect(readFileSync(file, "utf8")).not.toContain("状");
});

test("of a record the book keeps the latest state only, of statuses every one", () => {
  const journal = new Journal(freshFile());
  for (const sequence of [1, 2]) {
    journal.noteIntent(`${sequence}`, intent(sequence));
    journal.noteAnswer(`${sequence}`, applied(sequence));
  }
  const kinds = journal.book().map(({ kind, value }) => `${kind} ${value}`);
  expect(kinds).toEqual(["STATUS ACCEPTED", "STATUS ACCEPTED", "RECORD ACCEPTED 2"]);
});

test("a conflict of the moment leaves no trace in the book, a refusal does", () => {
  const journal = new Journal(freshFile());
  const refused = (code: string) => ({ __typename: "Refused", code });
  journal.noteIntent("stale", intent(1));
  journal.noteAnswer("stale", refused("VERSION_CONFLICT"));
  journal.noteIntent("wrong", intent(1));
  journal.noteAnswer("wrong", refused("STEP_NOT_ALLOWED"));
  expect(journal.book()).toEqual([{ kind: "REFUSED", id: "R000001#1", value: "STEP_NOT_ALLOWED" }]);
});
