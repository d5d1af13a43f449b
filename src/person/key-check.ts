import { existsSync } from "node:fs";
import type { CryptoProvider } from "../platform/crypto";
import type { Sql } from "../platform/database";
import { StartFault } from "../platform/start-fault";
import { toSearchKey } from "../platform/text";

/** Refuses to make a new key for data that only the lost one opens: the new file would look like the right one. */
export async function checkMasterKeyFile(sql: Sql, file: string): Promise<void> {
  if (existsSync(file)) return;
  const [person] = await sql.query("select 1 from person limit 1");
  if (!person) return;
  const message = "数据库中已有加密数据，但找不到与之配套的 master.key。请从备份放回该文件后再启动。";
  throw new StartFault("MASTER_KEY_MISSING", message);
}

/**
 * Refuses to start with a key that does not fit the data. With a wrong key nobody would be found any more, and everybody
 * would be entered a second time.
 */
export async function checkMasterKey(sql: Sql, crypto: CryptoProvider): Promise<void> {
  const [person] = await sql.query<{ name_sealed: string; name_index: string }>(
    "select name_sealed, name_index from person order by id limit 1",
  );
  if (!person) return;
  let name: string;
  try {
    name = crypto.open(person.name_sealed);
  } catch (error) {
    const message = "主密钥与数据库中的数据不符。请放回与该数据库配套的 master.key 后再启动。";
    throw new StartFault("MASTER_KEY_MISMATCH", message, { cause: error });
  }
  if (crypto.blindIndex("name", toSearchKey(name)) !== person.name_index) {
    const message = "加密算法与数据库中的数据不符。请改回原来的算法设置后再启动。";
    throw new StartFault("CRYPTO_ALGORITHM_MISMATCH", message);
  }
}
