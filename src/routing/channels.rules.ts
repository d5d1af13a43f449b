import type { DisputeCategory } from "../dispute/dispute.labels";
import { adviseFrom, type ChannelAdvice, type ChannelRow } from "./channel.rules";
import { CIVIL_ROWS } from "./channels/civil.rules";
import { FAMILY_LAND_ROWS } from "./channels/family-land.rules";
import { LABOUR_ROWS } from "./channels/labour.rules";
import { PUBLIC_ROWS, URGENT_ROWS } from "./channels/public.rules";
import { USUAL_ROWS } from "./channels/usual.rules";
import type { Facts } from "./fact.labels";

/** Read from the top: of several rows that open one door, the first FIRST row answers, else the first of all. */
export const CHANNEL_ROWS: readonly ChannelRow[] = [
  ...URGENT_ROWS,
  ...FAMILY_LAND_ROWS,
  ...LABOUR_ROWS,
  ...CIVIL_ROWS,
  ...PUBLIC_ROWS,
  ...USUAL_ROWS,
];

/** A suggestion with its reasons; a person confirms it (个人信息保护法 24). */
export function adviseChannels(category: DisputeCategory, facts: Facts): ChannelAdvice {
  return adviseFrom(CHANNEL_ROWS, category, facts);
}
