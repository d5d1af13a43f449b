import { CATEGORY_LABELS, type DisputeCategory } from "../dispute/dispute.labels";
import { adviseFrom, factsAskedIn, rowsFor, type ChannelAdvice, type ChannelRow } from "./channel.rules";
import { CIVIL_ROWS } from "./channels/civil.rules";
import { FAMILY_LAND_ROWS } from "./channels/family-land.rules";
import { LABOUR_ROWS } from "./channels/labour.rules";
import { PUBLIC_ROWS, URGENT_ROWS } from "./channels/public.rules";
import { USUAL_ROWS } from "./channels/usual.rules";
import type { Fact, Facts } from "./fact.labels";

/** Read from the top: of several rows that open one door, the first FIRST row answers, else the first of all. */
export const CHANNEL_ROWS: readonly ChannelRow[] = [
  ...URGENT_ROWS,
  ...FAMILY_LAND_ROWS,
  ...LABOUR_ROWS,
  ...CIVIL_ROWS,
  ...PUBLIC_ROWS,
  ...USUAL_ROWS,
];

const CATEGORIES = Object.keys(CATEGORY_LABELS) as DisputeCategory[];
const ROWS_OF: ReadonlyMap<DisputeCategory, readonly ChannelRow[]> = new Map(
  CATEGORIES.map((category) => [category, rowsFor(CHANNEL_ROWS, category)]),
);

/** The rows that may answer for a category, in the order of the table. */
export function channelRowsOf(category: DisputeCategory): readonly ChannelRow[] {
  return ROWS_OF.get(category) ?? [];
}

/** A suggestion with its reasons; a person confirms it (个人信息保护法 24). */
export function adviseChannels(category: DisputeCategory, facts: Facts): ChannelAdvice {
  return adviseFrom(channelRowsOf(category), withImplied(facts));
}

/** That an arbitration was not accepted is one of the ways in which it began and is over. */
function withImplied(facts: Facts): Facts {
  return facts.arbitrationRefused ? { ...facts, arbitrationBegan: true, arbitrationClosed: true } : facts;
}

/** What the desk may be asked in this category. */
export function factsOf(category: DisputeCategory): Fact[] {
  return factsAskedIn(channelRowsOf(category));
}
