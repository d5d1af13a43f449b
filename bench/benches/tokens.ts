import { join } from "node:path";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { TokenDesk } from "../../src/access/token";
import type { Caller } from "../../src/access/caller";
import { systemClock } from "../../src/platform/clock";
import { AGENCIES, PROVINCE } from "../fill/centre";

/** Longer than any bench takes. */
const MINUTES = 24 * 60;

/** Tokens of the hub under test, one for each who asks: a clerk in every county, every agency's system. */
export class Tokens {
  private readonly known = new Map<string, Promise<string>>();

  private constructor(private readonly desk: TokenDesk) {}

  static async open(hubDir: string): Promise<Tokens> {
    return new Tokens(await TokenDesk.open(join(hubDir, "token.key"), systemClock));
  }

  clerk(countyCode: string): Promise<string> {
    return this.staff("WINDOW_CLERK", `clerk-${countyCode}`, countyCode);
  }

  supervisor(): Promise<string> {
    return this.staff("SUPERVISOR", "supervisor-province", PROVINCE);
  }

  agency(agencyId: string): Promise<string> {
    const { id, code, line, regionCode } = [...AGENCIES, ...SAMPLE_AGENCIES].find((agency) => agency.id === agencyId)!;
    return this.issue({ role: "AGENCY", subject: code, regionCode, agency: { id, code, line } });
  }

  private staff(role: Caller["role"], subject: string, regionCode: string): Promise<string> {
    return this.issue({ role, subject, regionCode, agency: null });
  }

  private issue(caller: Omit<Caller, "expiresAt">): Promise<string> {
    let token = this.known.get(caller.subject);
    if (!token) this.known.set(caller.subject, (token = this.desk.issue(caller, MINUTES)));
    return token;
  }
}
