import type { CryptoProvider } from "../platform/crypto";
import type { Sql } from "../platform/database";
import { StartFault } from "../platform/start-fault";
import { toSearchKey } from "../platform/text";

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
