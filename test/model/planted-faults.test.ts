import { ChangeSet } from "../../src/platform/change-set";
import type { Tx } from "../../src/platform/database";
import { openTestHub, type TestHub } from "../support/hub";
import { schemaDoor } from "./door";
import { Bench, newTally } from "./run";
import { ModelFault, runSequences } from "./sequences";

// A run that finds nothing proves something only if it would have found something. Each fault below is put into the hub,
// and the sequences must notice. To see one of them slip through: take `expectFound` away from under it.

/** The fault that is planted now, by name. */
const mockPlanted = { name: "" };

jest.mock("../../src/agencies/status.rules", () => {
  const real = jest.requireActual("../../src/agencies/status.rules");
  return {
    ...real,
    decideStatus(...args: [unknown, { lastSequence: number }, { held: unknown[] }, { sequence: number }, Date]) {
      const [workflow, record, known, report, now] = args;
      if (mockPlanted.name === "off by one") {
        const isSecond = report.sequence === record.lastSequence + 2;
        return real.decideStatus(
          workflow,
          isSecond ? { ...record, lastSequence: record.lastSequence + 1 } : record,
          known,
          report,
          now,
        );
      }
      const decision = real.decideStatus(...args);
      if (mockPlanted.name === "release stops short" && decision.ok && decision.change.steps?.length > 1)
        decision.change.steps.pop();
      return decision;
    },
  };
});

jest.mock("../../src/agencies/workflow.rules", () => {
  const real = jest.requireActual("../../src/agencies/workflow.rules");
  return {
    ...real,
    decideStep(workflow: { transitions: { from: string; to: string }[] }, wish: { from: string; to: string }) {
      const decision = real.decideStep(workflow, wish);
      const shortCut = workflow.transitions.find(({ to }) => to === wish.to);
      return mockPlanted.name === "any step" && !decision.ok && shortCut
        ? { ok: true, change: { ...shortCut, from: wish.from } }
        : decision;
    },
  };
});

jest.mock("../../src/routing/referral.rules", () => {
  const real = jest.requireActual("../../src/routing/referral.rules");
  return {
    ...real,
    decideAnswer: (...args: unknown[]) =>
      mockPlanted.name === "late acceptance" ? { ok: true, change: null } : real.decideAnswer(...args),
  };
});

jest.mock("../../src/dispute/correction.rules", () => {
  const real = jest.requireActual("../../src/dispute/correction.rules");
  return {
    ...real,
    decideCorrection: (dispute: object, event: { sequence: number }, inForce: object, ...rest: unknown[]) =>
      real.decideCorrection(
        dispute,
        event,
        mockPlanted.name === "withdraws any" ? { lastSequence: event.sequence } : inForce,
        ...rest,
      ),
  };
});

jest.mock("../../src/dispute/dispute-state.rules", () => {
  const real = jest.requireActual("../../src/dispute/dispute-state.rules");
  return {
    ...real,
    factsFromRecords(...args: unknown[]) {
      const facts = real.factsFromRecords(...args);
      return mockPlanted.name === "settling forgotten" ? { ...facts, hasSettlingRecord: false } : facts;
    },
  };
});

jest.mock("../../src/intake/similar.rules", () => {
  const real = jest.requireActual("../../src/intake/similar.rules");
  return {
    ...real,
    unseenSimilar: (...args: unknown[]) => (mockPlanted.name === "similar ignored" ? [] : real.unseenSimilar(...args)),
  };
});

let hub: TestHub;
let inTransaction: TestHub["hub"]["parts"]["db"]["inTransaction"];
beforeEach(async () => {
  hub = await openTestHub();
  const { db } = hub.hub.parts;
  inTransaction = db.inTransaction.bind(db);
});
afterEach(async () => {
  mockPlanted.name = "";
  jest.restoreAllMocks();
  await hub.close();
});

/** The statements of every deed, changed on their way to the database. */
function changeStatements(change: (text: string) => string): void {
  hub.hub.parts.db.inTransaction = (work) =>
    inTransaction((tx) => {
      const changed: Tx = {
        transaction: true,
        lookUp: (text, values) => tx.lookUp(change(text), values),
        query: (text, values) => tx.query(change(text), values),
        commitWith: (text, values, isOfBatch) => tx.commitWith(change(text), values, isOfBatch),
      };
      return work(changed);
    });
}

/** What a deed writes, without the rows that are lost. */
function loseRows(isLost: (entity: string, values: object) => boolean): void {
  const insert = ChangeSet.prototype.insert;
  jest.spyOn(ChangeSet.prototype, "insert").mockImplementation(function (this: ChangeSet, entity, values) {
    if (!isLost(entity.name, values)) insert.call(this, entity, values);
  });
}

const FAULTS: Readonly<Record<string, () => void>> = {
  "a number is taken for the next one although one before it is missing": () => (mockPlanted.name = "off by one"),
  "the last of the statuses that waited is forgotten": () => (mockPlanted.name = "release stops short"),
  "a status is accepted from anywhere": () => (mockPlanted.name = "any step"),
  "a second agency may accept what another one holds": () => (mockPlanted.name = "late acceptance"),
  "any status may be withdrawn, not only the last": () => (mockPlanted.name = "withdraws any"),
  "an outcome that may still change closes the dispute": () => (mockPlanted.name = "settling forgotten"),
  "similar disputes are not offered": () => (mockPlanted.name = "similar ignored"),
  "two deeds at once do not wait for each other": () =>
    changeStatements((text) =>
      text.replace("for update of t", "").replace("pg_advisory_xact_lock(hashtextextended(id::text, 1))", "true"),
    ),
  "a key that was used before is not looked up": () =>
    changeStatements((text) => text.replace("from idempotency where", "from idempotency where false and")),
  "a change is missing in the feed": () =>
    loseRows((entity, values) => entity === "Change" && "kind" in values && values.kind === "LINKED"),
  "a refusal leaves no line in the trail": () =>
    loseRows((entity, values) => entity === "AuditEntry" && "verdict" in values && values.verdict !== "ALLOWED"),
};

const SEED = 20260302;

test("nothing is noticed while no fault is planted", async () => {
  await runSequences(new Bench(hub, schemaDoor(hub)), { runs: 15, seed: SEED });
}, 120_000);

test.each(Object.entries(FAULTS))(
  "it is noticed when %s",
  async (_fault, plant) => {
    plant();
    const bench = new Bench(hub, schemaDoor(hub), newTally(), 500);
    const run = runSequences(bench, { runs: 1_000, seed: SEED, shortens: false });
    await expect(run).rejects.toThrow(ModelFault);
    console.info(`${_fault}: noticed after ${bench.tally.sequences} sequences`);
  },
  120_000,
);

test("what is told of a fault is a short way to it", async () => {
  mockPlanted.name = "off by one";
  const run = runSequences(new Bench(hub, schemaDoor(hub), newTally(), 500), { runs: 100, seed: SEED });
  const { commands } = await run.then(
    () => ({ commands: [] }),
    (error: ModelFault) => error,
  );
  console.info(`off by one, shortened to: ${commands.map(({ kind }) => kind).join(", ")}`);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.length).toBeLessThanOrEqual(6);
}, 120_000);
