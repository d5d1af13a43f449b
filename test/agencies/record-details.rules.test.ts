import { decideDetails, GROUP_OF_LINE, type SentDetails } from "../../src/agencies/record-details.rules";
import type { Line } from "../../src/agencies/workflow.rules";

const LINES = Object.keys(GROUP_OF_LINE) as Line[];

test("fields of one's own line are set, those left out stay, those sent as null are cleared", () => {
  const sent = { mediation: { mediator: "钱调解员", agreedAmountYuan: null, mediationKind: undefined } };
  expect(decideDetails("MEDIATION", sent)).toEqual({
    ok: true,
    change: { mediator: "钱调解员", agreedAmountYuan: null },
  });
});

test("nothing sent sets nothing", () => {
  for (const nothing of [null, {}, { mediation: null }, { mediation: {} }, { litigation: null }]) {
    expect(decideDetails("MEDIATION", nothing)).toEqual({ ok: true, change: {} });
  }
});

test("fields of any other line are refused by name, alone or beside one's own, even when the group is empty", () => {
  for (const line of LINES) {
    for (const other of LINES.filter((one) => one !== line)) {
      const group = GROUP_OF_LINE[other];
      const refusal = { code: "DETAILS_OF_OTHER_LINE", field: `details.${group}` };
      expect(decideDetails(line, { [group]: {} } as SentDetails)).toEqual({ ok: false, refusal });
      expect(decideDetails(line, { [GROUP_OF_LINE[line]]: {}, [group]: {} } as SentDetails)).toEqual({
        ok: false,
        refusal,
      });
    }
  }
});

test.each([
  [0, false],
  [-1, false],
  [1, true],
  [100_000, true],
  [100_001, false],
])("an arbitration or an inspection with %d workers: taken %s", (workers, ok) => {
  for (const [line, group, field] of [
    ["ARBITRATION", "arbitration", "workerCount"],
    ["INSPECTION", "inspection", "affectedWorkers"],
  ] as const) {
    const decision = decideDetails(line, { [group]: { [field]: workers } });
    const refusal = { code: "DETAILS_INVALID", field: `details.${group}.${field}` };
    expect(decision).toEqual(ok ? { ok, change: { [field]: workers } } : { ok, refusal });
  }
});
