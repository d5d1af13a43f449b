import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import {
  createCryptoProvider,
  loadOrCreateMasterKey,
  SealBroken,
  type CryptoAlgorithm,
} from "../../src/platform/crypto";

const masterKey = Buffer.alloc(32, 7);
const ALGORITHMS: readonly CryptoAlgorithm[] = ["AES-256-GCM", "SM4"];
const aes = createCryptoProvider({ masterKey });
const sm4 = createCryptoProvider({ masterKey, algorithm: "SM4" });

describe.each(ALGORITHMS)("sealing with %s", (algorithm) => {
  const provider = createCryptoProvider({ masterKey, algorithm });
  const wholeText = fc.string({ unit: "binary" });

  test("any text comes back as it went in", () => {
    fc.assert(
      fc.property(wholeText, (plain) => {
        expect(provider.open(provider.seal(plain))).toBe(plain);
      }),
    );
    for (const plain of ["", "\ufeff张三", "𠮷䶮", "a\0b", "长".repeat(50_000)]) {
      expect(provider.open(provider.seal(plain))).toBe(plain);
    }
  });

  test("a change of any byte is refused", () => {
    const sealed = provider.seal("110105-SAMPLE");
    const body = Buffer.from(sealed.slice(2), "base64url");
    for (let at = 0; at < body.length; at += 1) {
      for (const flip of [1, 0x80]) {
        const altered = Buffer.from(body);
        altered[at]! ^= flip;
        expect(() => provider.open(sealed.slice(0, 2) + altered.toString("base64url"))).toThrow(SealBroken);
      }
    }
  });

  test("a change of any character of the text is refused, also where base64 would not care", () => {
    const sealed = provider.seal("张三");
    const characters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n"];
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom(...characters), (at, character) => {
        fc.pre(sealed[at] !== character);
        expect(() => provider.open(sealed.slice(0, at) + character + sealed.slice(at + 1))).toThrow(SealBroken);
      }),
    );
    for (const altered of [
      `${sealed}A`,
      `${sealed}=`,
      ` ${sealed}`,
      sealed.slice(0, -1),
      sealed.slice(0, 2),
      "",
      "张三",
    ]) {
      expect(() => provider.open(altered)).toThrow(SealBroken);
    }
  });

  test("cut to any length it is refused", () => {
    const sealed = provider.seal("张三");
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => provider.open(sealed.slice(0, length))).toThrow(SealBroken);
    }
  });

  test("another master key opens nothing", () => {
    const stranger = createCryptoProvider({ masterKey: randomBytes(32), algorithm });
    expect(() => stranger.open(provider.seal("张三"))).toThrow("密文无法解开");
  });

  test("the same text is sealed differently each time, as letters, digits, - and _", () => {
    const sealed = new Set(Array.from({ length: 500 }, () => provider.seal("张三")));
    expect(sealed.size).toBe(500);
    for (const text of sealed) expect(text).toMatch(/^[AS]1[\w-]+$/);
  });

  test("D22: half a surrogate pair is refused rather than silently replaced", () => {
    expect(() => provider.seal("张\ud842")).toThrow(TypeError);
    expect(() => provider.blindIndex("name", "张\udc00")).toThrow(TypeError);
  });
});

test("a provider opens what the other algorithm sealed and trusts its MAC, under the same master key", () => {
  expect(sm4.open(aes.seal("张三"))).toBe("张三");
  expect(aes.open(sm4.seal("张三"))).toBe("张三");
  expect(sm4.verifyMac("permission-table", "v", aes.mac("permission-table", "v"))).toBe(true);
  expect(aes.verifyMac("permission-table", "v", sm4.mac("permission-table", "v"))).toBe(true);
  expect(aes.id).not.toBe(sm4.id);
});

test("a sealed text cannot be passed off as the other algorithm's", () => {
  expect(() => aes.open(`S1${aes.seal("张三").slice(2)}`)).toThrow(SealBroken);
  expect(() => aes.open(`A1${sm4.seal("张三").slice(2)}`)).toThrow(SealBroken);
});

describe("F6: the blind index", () => {
  test.each([aes, sm4])("is hex, the same for the same value, and another for another purpose or key", (provider) => {
    const index = provider.blindIndex("person.id-number", "11010519491231002X");
    expect(index).toMatch(/^[0-9a-f]{64}$/);
    expect(provider.blindIndex("person.id-number", "11010519491231002X")).toBe(index);
    expect(provider.blindIndex("person.name", "11010519491231002X")).not.toBe(index);
    expect(provider.blindIndex("person.id-number", "110105194912310021")).not.toBe(index);
    expect(provider.mac("person.id-number", "11010519491231002X")).not.toContain(index);
    const other = createCryptoProvider({ masterKey: Buffer.alloc(32, 8) });
    expect(other.blindIndex("person.id-number", "11010519491231002X")).not.toBe(index);
  });

  test("purpose and value cannot be shifted into each other", () => {
    expect(aes.blindIndex("a", "bc")).not.toBe(aes.blindIndex("ab", "c"));
    expect(aes.blindIndex("a:b", "c")).not.toBe(aes.blindIndex("a", "b:c"));
  });

  // Computed by hand: HKDF (RFC 5869) with salt and label written out, then HMAC.
  test.each([
    [aes, "289dc36d021d6105b6b733291f3d4f236b4d618948794b4c741eb9b5efbf3555"],
    [sm4, "ba5fcf71865a15bae045497fdb267d54057b377ae7ff09b1bedefa66582619fe"],
  ])("is stable: a change here would lose every citizen already entered", (provider, index) => {
    expect(provider.blindIndex("person.id-number", "11010519491231002X")).toBe(index);
  });

  test("is not a plain HMAC under the master key, so that no other use of that key reveals it", () => {
    const plain = createHmac("sha256", masterKey).update("v").digest("hex");
    expect(aes.blindIndex("p", "v")).not.toBe(plain);
  });
});

describe("the MAC", () => {
  test.each([aes, sm4])("is verified for its own purpose and value only", (provider) => {
    const mac = provider.mac("audit", "row 1");
    expect(provider.verifyMac("audit", "row 1", mac)).toBe(true);
    expect(provider.verifyMac("audit", "row 2", mac)).toBe(false);
    expect(provider.verifyMac("cursor", "row 1", mac)).toBe(false);
    for (const forged of ["", mac.slice(1), mac.slice(0, -1), `${mac}A`, `${mac}=`, mac.toUpperCase(), "S1", "A1"]) {
      expect(provider.verifyMac("audit", "row 1", forged)).toBe(false);
    }
  });

  test("a change of any character is refused", () => {
    const mac = aes.mac("audit", "row 1");
    for (let at = 0; at < mac.length; at += 1) {
      const altered = mac.slice(0, at) + (mac[at] === "B" ? "C" : "B") + mac.slice(at + 1);
      expect(aes.verifyMac("audit", "row 1", altered)).toBe(false);
    }
  });
});

test("K11: neither printing nor serialising a provider shows a key", () => {
  const key = Buffer.from("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "hex");
  const provider = createCryptoProvider({ masterKey: key, algorithm: "SM4" });
  const shown = inspect(provider, { depth: 9, showHidden: true }) + JSON.stringify(provider);
  expect(shown.toLowerCase()).not.toContain("00112233");
  expect(shown).not.toContain("<Buffer");
});

test("the caller may wipe its copy of the master key", () => {
  const key = Buffer.from(masterKey);
  const provider = createCryptoProvider({ masterKey: key });
  key.fill(0);
  expect(provider.open(aes.seal("张三"))).toBe("张三");
  expect(provider.blindIndex("p", "v")).toBe(aes.blindIndex("p", "v"));
});

test("a master key of another length is refused", () => {
  expect(() => createCryptoProvider({ masterKey: Buffer.alloc(16) })).toThrow("32 个字节");
});

describe("the file of the master key", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "hub-key-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test("K11: is made once, for its owner alone, and read ever after", () => {
    const file = join(directory, "keys", "master.key");
    const first = loadOrCreateMasterKey(file);
    expect(first.length).toBe(32);
    expect(loadOrCreateMasterKey(file).equals(first)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, "keys")).mode & 0o077).toBe(0);
    expect(readdirSync(join(directory, "keys"))).toEqual(["master.key"]);
  });

  test("K11: is private whatever the umask allows", () => {
    const before = process.umask(0);
    try {
      loadOrCreateMasterKey(join(directory, "master.key"));
    } finally {
      process.umask(before);
    }
    expect(statSync(join(directory, "master.key")).mode & 0o777).toBe(0o600);
  });

  test.each([0o644, 0o640, 0o660, 0o604, 0o602])(
    "K11: is refused with mode %o, with the command that repairs it",
    (mode) => {
      const file = join(directory, "master.key");
      loadOrCreateMasterKey(file);
      chmodSync(file, mode);
      expect(() => loadOrCreateMasterKey(file)).toThrow(`chmod 600 ${file}`);
      expect(() => loadOrCreateMasterKey(file)).toThrow(`0${mode.toString(8)}`);
    },
  );

  test.each([
    ["empty", ""],
    ["cut short", "ab".repeat(31)],
    ["not hex", "zz".repeat(32)],
    ["too long", "ab".repeat(33)],
  ])("K14: is never made anew when %s, and the error does not show it", (_case, text) => {
    const file = join(directory, "master.key");
    writeFileSync(file, text, { mode: 0o600 });
    const attempt = () => loadOrCreateMasterKey(file);
    expect(attempt).toThrow("不要删除重建");
    if (text) expect(attempt).not.toThrow(text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("a directory in its place is a fault, not a reason to make a key", () => {
    mkdirSync(join(directory, "master.key"), { mode: 0o700 });
    expect(() => loadOrCreateMasterKey(join(directory, "master.key"))).toThrow();
  });

  test("a key that another process makes between our look and our making is the one we take", () => {
    const file = join(directory, "master.key");
    const theirs = "ab".repeat(32);
    const fs = jest.requireActual<typeof import("node:fs")>("node:fs");
    const makeDirectory = jest.spyOn(fs, "mkdirSync").mockImplementationOnce(() => {
      writeFileSync(file, theirs, { mode: 0o600 });
      return undefined;
    });
    expect(loadOrCreateMasterKey(file).toString("hex")).toBe(theirs);
    expect(makeDirectory).toHaveBeenCalledTimes(1);
    expect(readdirSync(directory)).toEqual(["master.key"]);
    makeDirectory.mockRestore();
  });

  test("processes that start together end with the same key", async () => {
    const rounds = 30;
    // Both wait for the same instants, so that they meet in the gap between looking and making.
    const script = `
      const { loadOrCreateMasterKey } = require(${JSON.stringify(resolve(__dirname, "../../src/platform/crypto.ts"))});
      const now = () => performance.timeOrigin + performance.now();
      process.stdin.once("data", (start) => {
        const keys = [];
        for (let round = 0; round < ${rounds}; round += 1) {
          while (now() < Number(start) + round * 20);
          keys.push(loadOrCreateMasterKey(${JSON.stringify(directory)} + "/" + round).toString("hex"));
        }
        process.stdout.write(JSON.stringify(keys));
        process.exit();
      });
      process.stdout.write("ready");`;
    const children = [1, 2].map(() =>
      spawn(process.execPath, ["-r", "@swc-node/register", "-e", script], { cwd: resolve(__dirname, "../..") }),
    );
    await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
    const answers = children.map(({ stdout }) => once(stdout, "data"));
    const start = String(performance.timeOrigin + performance.now() + 50);
    for (const { stdin } of children) stdin.write(start);
    const [first, second] = (await Promise.all(answers)).map(([chunk]) => JSON.parse(String(chunk)) as string[]);
    expect(first).toHaveLength(rounds);
    expect(second).toEqual(first);
    expect(readdirSync(directory)).toHaveLength(rounds);
  });
});
