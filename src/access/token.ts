import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from "jose";
import type { Clock } from "../platform/clock";
import { StartFault } from "../platform/start-fault";
import type { Line } from "../agencies/workflow.rules";
import { ROLE_LABELS, type Caller, type Role } from "./caller";

const ISSUER = "dispute-hub:local";
const AUDIENCE = "dispute-hub";
const ALGORITHM = "EdDSA";

/** Long enough to try things out by hand, short enough that a token left in a terminal is soon worth nothing. */
export const TOKEN_MINUTES = 60;

/** How far the clocks of issuer and hub may stand apart. */
const TOLERANCE_SECONDS = 30;

/** Verified tokens that are remembered: more than a province has desks and systems. A signature costs a tenth of a request. */
const KEPT_TOKENS = 10_000;

export class BadToken extends Error {
  override readonly name = "BadToken";
}

/** Issues and verifies the tokens of a local hub. A deployment with an identity provider of its own replaces it. */
export class TokenDesk {
  private readonly verified = new Map<string, Caller>();

  private constructor(
    private readonly privateKey: CryptoKey | Uint8Array,
    private readonly publicKey: CryptoKey | Uint8Array,
    private readonly clock: Clock,
  ) {}

  /** Reads the key from the file, making it on first use; two processes that start together end with the same key. */
  static async open(keyFile: string, clock: Clock): Promise<TokenDesk> {
    if (!existsSync(keyFile)) await createKey(keyFile);
    try {
      const jwk = JSON.parse(readFileSync(keyFile, "utf8")) as JWK;
      const { d: _secret, ...publicJwk } = jwk;
      return new TokenDesk(await importJWK(jwk, ALGORITHM), await importJWK(publicJwk, ALGORITHM), clock);
    } catch (error) {
      const message = "令牌密钥 token.key 已损坏。请删除该文件后重新启动：会生成新的密钥，已签发的令牌随之失效。";
      throw new StartFault("KEY_FILE", message, { cause: error });
    }
  }

  issue(caller: Omit<Caller, "expiresAt">, minutes = TOKEN_MINUTES): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return new SignJWT({ role: caller.role, region: caller.regionCode, agency: caller.agency })
      .setProtectedHeader({ alg: ALGORITHM, typ: "at+jwt" })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(caller.subject)
      .setIssuedAt(now)
      .setExpirationTime(now + minutes * 60)
      .sign(this.privateKey);
  }

  /** @throws {BadToken} whatever is wrong with it; the reason is not told to the bearer. */
  async verify(token: string): Promise<Caller> {
    const known = this.verified.get(token);
    // A signature does not change with time; the end of a token comes all the same.
    if (known && this.clock.now().getTime() < known.expiresAt!.getTime() + TOLERANCE_SECONDS * 1000) return known;
    const caller = await this.check(token);
    if (this.verified.size >= KEPT_TOKENS) this.verified.delete(this.verified.keys().next().value!);
    this.verified.set(token, caller);
    return caller;
  }

  private async check(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, this.publicKey, {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        typ: "at+jwt",
        requiredClaims: ["sub", "exp", "iat", "role"],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: this.clock.now(),
      });
      return toCaller(payload);
    } catch (error) {
      throw new BadToken("token refused", { cause: error });
    }
  }
}

function toCaller(payload: Record<string, unknown>): Caller {
  const role = payload["role"] as Role;
  if (!Object.hasOwn(ROLE_LABELS, role) || role === "PUBLIC") throw new BadToken("unknown role");
  const agency = payload["agency"] as { id: string; code: string; line: Line } | null;
  if ((role === "AGENCY") !== (agency !== null)) throw new BadToken("agency and role do not fit");
  return {
    role,
    subject: payload["sub"] as string,
    regionCode: payload["region"] as string | null,
    agency,
    expiresAt: new Date((payload["exp"] as number) * 1000),
  };
}

async function createKey(keyFile: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  mkdirSync(dirname(keyFile), { recursive: true });
  const draft = `${keyFile}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, keyFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
