import type { Line } from "../agencies/workflow.rules";

/** In the record of which line a follow-up is taken, by the beginning of its id; the longest that fits counts. */
const TAKEN_IN: Readonly<Record<string, Line | "ANY" | null>> = {
  "F-LIT-": "LITIGATION",
  "F-LIT-PROCURATORATE": null,
  "F-LIT-REMEDIATE": "MEDIATION",
  "F-LIT-VOID-ARBITRATE": "ARBITRATION",

  "F-MED-": "LITIGATION",
  "F-MED-ARBCONF": "ARBITRATION",
  "F-MED-ARBITRATE": "ARBITRATION",
  "F-MED-BREACHED-ARBITRATE": "ARBITRATION",
  "F-MED-REMEDIATE": "MEDIATION",
  "F-MED-POLICE": "MEDIATION",
  "F-MED-OTHER-WAYS": "ANY",

  "F-ARB-": "LITIGATION",

  // Review and recheck stand in the petition's own record; reconsideration is no line of the hub.
  "F-PET-": null,
  "F-PET-AGAIN": "PETITION",
  "F-PET-CHANNEL": "ANY",
  "F-PET-SUIT": "LITIGATION",

  "F-AID-": null,
  "F-AID-ADVANCE": "LEGAL_AID",
  "F-AID-SUE": "LITIGATION",

  "F-INS-ARBITRATE": "ARBITRATION",
  "F-INS-RECONSIDER": null,
  "F-INS-SUE": "LITIGATION",

  "F-HOT-CHANNEL": "ANY",
};

/** @returns null where no agency of the hub opens a record for it; undefined for an id that is none */
export function lineTaking(followUpId: string): Line | "ANY" | null | undefined {
  const fitting = Object.keys(TAKEN_IN).filter((beginning) => followUpId.startsWith(beginning));
  const longest = fitting.toSorted((one, other) => other.length - one.length)[0];
  return longest === undefined ? undefined : TAKEN_IN[longest];
}
