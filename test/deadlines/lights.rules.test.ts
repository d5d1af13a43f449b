import { daysLeft, lightOf, type LitDeadline } from "../../src/deadlines/lights.rules";

const NOW = new Date("2026-03-02T01:00:00Z");
const TODAY = "2026-03-02";

const running = (dueOn: string, changes: Partial<LitDeadline> = {}): LitDeadline => ({
  state: "OPEN",
  dueOn,
  lateFrom: new Date(`${dueOn}T16:00:00Z`),
  isProvisional: false,
  awaitsCondition: false,
  ...changes,
});

test.each([
  ["more than seven days are left", running("2026-03-10"), "GREEN", 8],
  ["seven days", running("2026-03-09"), "YELLOW", 7],
  ["four days", running("2026-03-06"), "YELLOW", 4],
  ["three days", running("2026-03-05"), "ORANGE", 3],
  ["the last day itself", running("2026-03-02"), "ORANGE", 0],
  ["the day after", running("2026-03-01"), "RED", -1],
  [
    "past the day on which a duty is due, and not late before the next working day",
    running("2026-03-01", { lateFrom: new Date("2026-03-02T16:00:00Z") }),
    "ORANGE",
    -1,
  ],
  ["it may have passed: the receipt is not known", running("2026-02-01", { isProvisional: true }), "ORANGE", -29],
  [
    "it may have passed: nobody has said that it applies",
    running("2026-02-01", { awaitsCondition: true }),
    "ORANGE",
    -29,
  ],
  ["it stands", { ...running("2026-03-01"), state: "STANDING", dueOn: null, lateFrom: null }, "GREEN", null],
  ["it was met", running("2026-03-03", { state: "MET" }), null, null],
  ["it was late", running("2026-02-03", { state: "LATE" }), null, null],
  ["it was cancelled", running("2026-02-03", { state: "CANCELLED" }), null, null],
] as const)("%s", (_why, deadline, light, days) => {
  expect(lightOf(deadline as LitDeadline, TODAY, NOW)).toBe(light);
  expect(daysLeft(deadline as LitDeadline, TODAY)).toBe(days);
});
