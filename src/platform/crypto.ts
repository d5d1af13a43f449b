import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  getCiphers,
  getHashes,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { StartFault } from "./start-fault";

/** Everything secret goes through here, so that a certified device can stand in for it (GB/T 39786). */
export interface CryptoProvider {
  /**
   * Names the algorithms in use. Blind indexes depend on them: after a change of algorithm every index has to be
   * computed anew, or the same citizen is entered twice. Sealed texts and MACs stay readable across the change.
   */
  readonly id: string;
  seal(plain: string): string;
  open(sealed: string): string;
  /** What a value is found by without being stored: hex, keyed, and different for every purpose. */
  blindIndex(purpose: string, value: string): string;
  mac(purpose: string, value: string): string;
  verifyMac(purpose: string, value: string, mac: string): boolean;
}

export type CryptoAlgorithm = "AES-256-GCM" | "SM4";

/** The sealed text was altered, cut short, or sealed under another master key. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
  constructor() {
    super("密文无法解开：内容被改动过，或主密钥不是加密时的那一把。");
  }
}

/**
 * One algorithm family. `tag` opens everything it writes, so a reader knows which family to ask. Each has keys of its
 * own, so a tag exchanged for another leads to the wrong key and is refused.
 */
interface Suite {
  readonly id: string;
  readonly tag: string;
  readonly digest: string;
  encrypt(plain: Buffer): Buffer;
  /** Throws when the body is not what `encrypt` made. */
  decrypt(body: Buffer): Buffer;
}

type DeriveKey = (label: string, digest: string, length: number) => Buffer;

export function createCryptoProvider(options: { masterKey: Buffer; algorithm?: CryptoAlgorithm }): CryptoProvider {
  if (options.masterKey.length !== 32) throw new RangeError("主密钥必须是 32 个字节。");
  const masterKey = createSecretKey(Buffer.from(options.masterKey));
  const derive: DeriveKey = (label, digest, length) =>
    Buffer.from(hkdfSync(digest, masterKey, "dispute-hub/v1", label, length));

  const hasGmAlgorithms = getCiphers().includes("sm4-ctr") && getHashes().includes("sm3");
  const suites = hasGmAlgorithms ? [aesSuite(derive), sm4Suite(derive)] : [aesSuite(derive)];
  const own = suites.find((suite) => suite.tag === (options.algorithm === "SM4" ? "S1" : "A1"));
  if (!own) throw new Error("这个 Node.js 没有带 SM4 或 SM3，请换用官方发行的 Node.js，或改用 AES-256-GCM。");
  const findSuite = (text: string): Suite | undefined => suites.find((suite) => text.startsWith(suite.tag));

  // Purposes are a handful of names in the code, so the cache stays small; HKDF for every lookup would not be free.
  const keys = new Map<string, Buffer>();
  const keyedHash = (suite: Suite, use: string, purpose: string, value: string): Buffer => {
    const label = `${use}:${suite.digest}:${purpose}`;
    let key = keys.get(label);
    if (!key) keys.set(label, (key = derive(label, suite.digest, 32)));
    return createHmac(suite.digest, key).update(toBytes(value)).digest();
  };
  const macBy = (suite: Suite, purpose: string, value: string): string =>
    suite.tag + keyedHash(suite, "mac", purpose, value).toString("base64url");

  return {
    id: own.id,
    seal: (plain) => own.tag + own.encrypt(toBytes(plain)).toString("base64url"),
    open(sealed) {
      const suite = findSuite(sealed);
      const text = sealed.slice(2);
      const body = Buffer.from(text, "base64url");
      // Node skips foreign characters and unused bits; without this, two different texts would open as one.
      if (!suite || body.toString("base64url") !== text) throw new SealBroken();
      return suite.decrypt(body).toString("utf8");
    },
    blindIndex: (purpose, value) => keyedHash(own, "blind-index", purpose, value).toString("hex"),
    mac: (purpose, value) => macBy(own, purpose, value),
    verifyMac(purpose, value, mac) {
      const expected = Buffer.from(macBy(findSuite(mac) ?? own, purpose, value));
      const given = Buffer.from(mac);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/** UTF-8 would turn a lone surrogate into U+FFFD: what comes back would not be what went in, and two values be one. */
function toBytes(text: string): Buffer {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError("文本含有不成对的代理字符，不能加密。");
  return Buffer.from(text, "utf8");
}

function aesSuite(derive: DeriveKey): Suite {
  const [ivLength, tagLength] = [12, 16];
  const key = derive("seal:aes-256-gcm", "sha256", 32);
  return {
    id: "AES-256-GCM/HMAC-SHA256",
    tag: "A1",
    digest: "sha256",
    encrypt(plain) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(body) {
      if (body.length < ivLength + tagLength) throw new SealBroken();
      const end = body.length - tagLength;
      const options = { authTagLength: tagLength };
      const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(0, ivLength), options).setAuthTag(
        body.subarray(end),
      );
      const plain = decipher.update(body.subarray(ivLength, end));
      try {
        decipher.final();
      } catch {
        // Its only failure is the tag; Node's own words for it say nothing to an operator.
        throw new SealBroken();
      }
      return plain;
    },
  };
}

/** Encrypt-then-MAC, because Node has no SM4-GCM (reliability H5). */
function sm4Suite(derive: DeriveKey): Suite {
  assertKnownAnswers();
  const [ivLength, macLength] = [16, 32];
  const key = derive("seal:sm4-ctr", "sm3", 16);
  const macKey = derive("seal:hmac-sm3", "sm3", 32);
  const authenticate = (body: Buffer): Buffer => createHmac("sm3", macKey).update(body).digest();
  return {
    id: "SM4-CTR/HMAC-SM3",
    tag: "S1",
    digest: "sm3",
    encrypt(plain) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("sm4-ctr", key, iv);
      const body = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
      return Buffer.concat([body, authenticate(body)]);
    },
    decrypt(sealed) {
      if (sealed.length < ivLength + macLength) throw new SealBroken();
      const body = sealed.subarray(0, -macLength);
      if (!timingSafeEqual(authenticate(body), sealed.subarray(-macLength))) throw new SealBroken();
      const decipher = createDecipheriv("sm4-ctr", key, body.subarray(0, ivLength));
      return Buffer.concat([decipher.update(body.subarray(ivLength)), decipher.final()]);
    },
  };
}

/** The published examples of GB/T 32905 and GB/T 32907: a build with a faulty SM3 or SM4 must not seal anything. */
function assertKnownAnswers(): void {
  const sample = Buffer.from("0123456789abcdeffedcba9876543210", "hex");
  const cipher = createCipheriv("sm4-ecb", sample, null).setAutoPadding(false);
  const isSm4 = cipher.update(sample).toString("hex") === "681edf34d206965e86b3e94f536e4246";
  const sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
  if (!isSm4 || createHash("sm3").update("abc").digest("hex") !== sm3) {
    throw new Error("这个 Node.js 的 SM3 或 SM4 算得不对，不能启用国密算法。");
  }
}

/**
 * The 32-byte master key kept in `file` as 64 hex digits; made on first use. Several processes starting at once end
 * with the same key. Whoever loses the file loses every sealed text, so it is never made anew over a damaged one.
 */
export function loadOrCreateMasterKey(file: string): Buffer {
  const found = readMasterKey(file);
  if (found) return found;

  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    writeDurably(draft, `${randomBytes(32).toString("hex")}\n`);
    // A link appears whole or not at all, and never over an existing name: the first process wins, the rest read.
    linkSync(draft, file);
    syncDirectory(dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readMasterKey(file);
  if (!made) throw new StartFault("KEY_FILE", `主密钥文件 ${file} 刚建好就不见了，请检查该目录。`);
  return made;
}

function readMasterKey(file: string): Buffer | undefined {
  const descriptor = openIfPresent(file);
  if (descriptor === undefined) return undefined;
  try {
    // The open file is asked, not the name: between a look at the name and a read it could become another file.
    const mode = fstatSync(descriptor).mode & 0o777;
    // Windows has no such bits and reports them all as set.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new StartFault(
        "KEY_FILE",
        `主密钥文件 ${file} 的权限是 0${mode.toString(8)}，本机其他用户也能读写。请执行：chmod 600 ${file}`,
      );
    }
    const text = readFileSync(descriptor, "ascii").trim();
    if (!/^[0-9a-f]{64}$/i.test(text)) {
      throw new StartFault(
        "KEY_FILE",
        `主密钥文件 ${file} 已损坏（应为 64 个十六进制字符）。请从备份恢复，不要删除重建：已加密的数据会永远无法解开。`,
      );
    }
    return Buffer.from(text, "hex");
  } finally {
    closeSync(descriptor);
  }
}

function openIfPresent(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncDirectory(directory: string): void {
  // Windows cannot open a directory, and needs no such step for the name to last.
  if (process.platform === "win32") return;
  const descriptor = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
