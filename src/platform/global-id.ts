const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of an object for the outside: opaque, and telling its type, so that `node(id)` can find it. */
export function toGlobalId(type: string, uuid: string): string {
  return Buffer.from(`${type}:${uuid}`).toString("base64url");
}

export interface GlobalId {
  readonly type: string;
  readonly uuid: string;
}

/** @returns undefined for anything that is not one of our ids; what is wrong with it is nobody's business. */
export function parseGlobalId(id: string): GlobalId | undefined {
  if (id.length > 200) return undefined;
  const [type, uuid, ...rest] = Buffer.from(id, "base64url").toString("utf8").split(":");
  if (!type || !uuid || rest.length > 0 || !UUID.test(uuid) || toGlobalId(type, uuid) !== id) return undefined;
  return { type, uuid };
}

/** @returns the UUID when the id is of this type, undefined otherwise. */
export function fromGlobalId(type: string, id: string): string | undefined {
  const parsed = parseGlobalId(id);
  return parsed?.type === type ? parsed.uuid : undefined;
}
