import type { Logger } from "pino";
import type { Clock } from "./platform/clock";
import type { CryptoProvider } from "./platform/crypto";
import type { Database } from "./platform/database";
import type { EntityCatalogue } from "./platform/entity-rows";
import type { Ids } from "./platform/ids";
import type { LegalTime } from "./deadlines/legal-time";
import type { LiveChanges } from "./delivery/live-changes";

/** The parts every capability is handed; `hub.ts` puts them together. */
export interface Hub {
  readonly db: Database;
  readonly catalogue: EntityCatalogue;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly live: LiveChanges;
  readonly law: LegalTime;
}
