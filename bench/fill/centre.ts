import { createHash } from "node:crypto";
import type { SampleAgency } from "../../src/demo/sample-centre";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { REGIONS } from "../../src/access/regions";
import type { Line } from "../../src/agencies/workflow.rules";

/** The county whose agencies and staff `npm run token` knows; it has a tenth of all disputes. */
export const HOME = "330482";
export const PROVINCE = "330000";

export interface County {
  readonly code: string;
  readonly name: string;
  /** Places a dispute can lie in. */
  readonly places: readonly string[];
  readonly agencies: Readonly<Record<Line, readonly SampleAgency[]>>;
  readonly weight: number;
}

const BODIES: readonly (readonly [Line, string, string])[] = [
  ["PETITION", "petition", "信访局"],
  ["LITIGATION", "court", "人民法院"],
  ["MEDIATION", "mediation", "人民调解委员会"],
  ["ARBITRATION", "arbitration", "劳动人事争议仲裁院"],
  ["LEGAL_AID", "legal-aid", "法律援助中心"],
];

/** Stays the same from fill to fill, so that tokens made for one are good for the next. */
function agencyId(code: string): string {
  const hex = createHash("sha256").update(`agency ${code}`).digest("hex");
  return `01930000-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

function agenciesOf(regionCode: string, name: string): SampleAgency[] {
  if (regionCode === HOME) return SAMPLE_AGENCIES.filter((agency) => agency.regionCode === HOME);
  return BODIES.map(([line, short, title]) => {
    const code = `${regionCode}-${short}`;
    return { id: agencyId(code), code, line, name: `${name}${title}`, regionCode };
  });
}

/** Every county of the province that is in force, with one agency of each line; the home county as the demo has it. */
export const COUNTIES: readonly County[] = REGIONS.filter(
  ({ code, validTo }) => code.length === 6 && !code.endsWith("00") && validTo === null,
).map(({ code, name }, index, all) => {
  const towns = REGIONS.filter((region) => region.code.length === 9 && region.code.startsWith(code));
  const agencies = agenciesOf(code, name);
  const ofLine = (line: Line) => agencies.filter((agency) => agency.line === line);
  return {
    code,
    name,
    places: towns.length > 0 ? towns.map((town) => town.code) : [code],
    agencies: {
      PETITION: ofLine("PETITION"),
      LITIGATION: ofLine("LITIGATION"),
      MEDIATION: ofLine("MEDIATION"),
      ARBITRATION: ofLine("ARBITRATION"),
      LEGAL_AID: ofLine("LEGAL_AID"),
      INSPECTION: ofLine("INSPECTION"),
      HOTLINE: ofLine("HOTLINE"),
    },
    weight: code === HOME ? all.length / 9 : 1.5 - index / all.length,
  };
});

export const AGENCIES: readonly SampleAgency[] = [
  ...COUNTIES.flatMap(({ agencies }) => Object.values(agencies).flat()),
  ...SAMPLE_AGENCIES.filter(({ regionCode }) => regionCode !== HOME),
];
