import type { DisputeCategory } from "../../src/dispute/dispute.labels";
import { fallback, first, forbid, group } from "../../src/routing/channel.rules";
import { CHANNEL_ROWS } from "../../src/routing/channels.rules";
import type { Facts } from "../../src/routing/fact.labels";
import { hasEffect, rehearse, REHEARSAL_EFFECTS, type RehearsalEffect } from "../../src/routing/rehearsal.rules";

const inForce = group(
  "现行",
  ["OTHER"],
  [
    first("CENTRE_DESK", {}, null),
    fallback("HOTLINE", {}, null),
    fallback("LITIGATION", { hasMediationAgreement: true }, null),
  ],
);

function tryOn(draft: typeof inForce, facts: Facts = {}, category: DisputeCategory = "OTHER") {
  const [one] = [...rehearse({ inForce, draft }, [{ category, facts, disputes: 7 }])];
  const effects = (Object.keys(REHEARSAL_EFFECTS) as RehearsalEffect[]).filter((effect) => hasEffect(one!, effect));
  return { ...one!, effects };
}

test("rules that stay as they are do nothing to anybody", () => {
  expect(tryOn(inForce)).toMatchObject({ from: "CENTRE_DESK", to: "CENTRE_DESK", effects: [] });
});

test("another first door is a move from the one to the other", () => {
  const draft = group("草案", ["OTHER"], [first("HOTLINE", {}, null), fallback("CENTRE_DESK", {}, null)]);
  expect(tryOn(draft)).toMatchObject({ from: "CENTRE_DESK", to: "HOTLINE", effects: ["MOVED"] });
});

test("a door opened or shut behind the first is a change, and no move", () => {
  expect(tryOn(inForce.slice(0, 1)).effects).toEqual(["CHANGED"]);
});

test("facts that meet no row of the draft are a gap, with the doors that may still open", () => {
  const draft = group("草案", ["OTHER"], [first("LITIGATION", { hasMediationAgreement: true }, null)]);
  expect(tryOn(draft)).toMatchObject({
    to: null,
    isGap: true,
    wasGap: false,
    undecided: ["LITIGATION"],
    effects: ["MOVED", "GAP"],
  });
  expect(tryOn(draft, { hasMediationAgreement: true }).effects).toEqual(["MOVED"]);
});

test("a gap that there is already is told as an old one", () => {
  expect(tryOn(inForce, {}, "CONSULT")).toMatchObject({ isGap: true, wasGap: true, effects: ["GAP"] });
});

test("a row that opens a door and one that shuts it overlap for whoever may meet both, and for nobody else", () => {
  const draft = [
    ...inForce,
    ...group("草案", ["OTHER"], [forbid("LITIGATION", { hasRegisteredRight: true }, null, "因为")]),
  ];
  const overlap = { door: "LITIGATION", way: "现行.FALLBACK.LITIGATION", bar: "草案.FORBIDDEN.LITIGATION" };
  expect(tryOn(draft).overlaps).toEqual([overlap]);
  expect(tryOn(draft, { hasMediationAgreement: true, hasRegisteredRight: true }).overlaps).toEqual([overlap]);
  expect(tryOn(draft, { hasRegisteredRight: false }).overlaps).toEqual([]);
});

test("the rules in force, rehearsed against themselves, neither move nor overlap, whatever the category", () => {
  const categories = [...new Set(CHANNEL_ROWS.flatMap((row) => row.categories ?? []))];
  const kinds = categories.map((category) => ({ category, facts: {}, disputes: 1 }));
  const told = [...rehearse({ inForce: CHANNEL_ROWS, draft: CHANNEL_ROWS }, kinds)].filter(
    (one) => hasEffect(one, "MOVED") || hasEffect(one, "CHANGED") || hasEffect(one, "OVERLAP"),
  );
  expect(told).toEqual([]);
});
