/** Why the hub cannot start. Scripts compare `code`; a person reads `message`, which says what to do. */
export type StartFaultCode =
  | "DATA_DIR_IN_USE"
  | "DATA_DIR_UNUSABLE"
  | "DATABASE_BINARIES"
  | "DATABASE_START"
  | "DATABASE_PORT_IN_USE"
  | "DATABASE_VERSION"
  | "DATABASE_ENCODING"
  | "DATABASE_COLLATION"
  | "DATABASE_RESTORED"
  | "DATABASE_NOT_DURABLE"
  | "DATABASE_STANDBY_MISSING"
  | "DATABASE_ADDRESS"
  | "DATABASE_UNREACHABLE"
  | "DATABASE_LOGIN"
  | "SCHEMA_NEWER"
  | "KEY_FILE"
  | "MASTER_KEY_MISSING"
  | "MASTER_KEY_MISMATCH"
  | "CRYPTO_ALGORITHM_MISMATCH"
  | "PORT_IN_USE"
  | "PORT_INVALID"
  | "HOST_NOT_LOOPBACK"
  | "USER_UNKNOWN"
  | "HUB_NOT_STARTED"
  | "HUB_UNREACHABLE"
  | "PROMISES_INVALID";

export class StartFault extends Error {
  override readonly name = "StartFault";

  constructor(
    readonly code: StartFaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
