import type { Pool } from "pg";
import type { CryptoProvider } from "../../src/platform/crypto";
import type { Ground } from "../ground/cluster";
import type { Server, ServerName } from "../ground/servers";
import type { Plan } from "../load/load";
import type { Tokens } from "./tokens";

/** What a bench may look at to make its requests. */
export interface Inside {
  readonly ground: Ground;
  readonly pool: Pool;
  readonly crypto: CryptoProvider;
  readonly tokens: Tokens;
}

/** One table of figures: the same requests to one server after the other. */
export interface Scenario {
  readonly name: string;
  readonly connections: number;
  /** What the requests are; asked once for each server, since a cursor is good only for who gave it. */
  plan(server: Server): Promise<Plan>;
  /** What one answer counts for, where that is not one. */
  readonly items?: number;
  /** Proves that everybody does the same work. @returns what was compared, in one line; throws at a difference */
  compare(servers: readonly Server[]): Promise<string>;
}

export interface Bench {
  readonly name: string;
  readonly disputes: number;
  readonly servers: readonly ServerName[];
  /** Every scenario has its turn in every round, so that they can be compared with each other. */
  readonly takesTurns?: true;
  scenarios(inside: Inside): Promise<readonly Scenario[]>;
}
