import nodeCrypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { loadArgon2 } from "../../ports/argon2-wasm.ts";
import { utf8 } from "../../ports/encoding.ts";
import { pbkdf2Sha256, SLICE_ITERATIONS, scrypt } from "../../ports/password-hashing.ts";
import { createHashers } from "./hashers.ts";
import { readStoredHash } from "./stored-hash.ts";

const hashers = createHashers(loadArgon2);

/** True if the stored hash is the password's, by its hasher alone. */
async function matches(password: string, stored: string): Promise<boolean> {
  const read = readStoredHash(hashers, stored);
  if ("problem" in read) throw new Error(read.problem);
  const derived = await read.hasher.derive(password, read.salt, read.cost, read.hash.length);
  return derived.toHex() === read.hash.toHex();
}

describe("the deployed runtime's limits apply to tests", () => {
  it("limit the iterations of one PBKDF2 call", async () => {
    const key = await crypto.subtle.importKey("raw", utf8("x"), "PBKDF2", false, ["deriveBits"]);
    const derive = (iterations: number) =>
      crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(16), iterations }, key, 256);
    expect((await derive(100_000)).byteLength).toBe(32);
    await expect(derive(100_001)).rejects.toThrow("100000");
  });

  it("limit the cost of scrypt", () => {
    const salt = new Uint8Array(16);
    const costs = { N: 2 ** 14, r: 8, maxmem: 2 ** 28 };
    expect(nodeCrypto.scryptSync(utf8("x"), salt, 32, { ...costs, p: 8 })).toHaveLength(32);
    expect(() => nodeCrypto.scryptSync(utf8("x"), salt, 32, { ...costs, p: 9 })).toThrow("cost");
  });

  it("allow every new hash", async () => {
    for (const { cost = {}, derive } of [hashers.argon2id, hashers.scrypt, hashers["pbkdf2-sha256"]]) {
      // Each of the three has its own cost.
      expect(await derive("x", new Uint8Array(16), cost as never, 32)).toHaveLength(32);
    }
  });
});

describe("PBKDF2 with more iterations than one call allows", () => {
  it.each([16, 32, 64])("has the standard's result for %i bytes", async (length) => {
    // From OpenSSL, for 64 bytes; shorter results are its beginning.
    const expected =
      "bbe048e7df6fb8b156b7be25e8bf8e7a961c7c8efa2e0675f0ba3ae64d9f488aff2753f082802df34404b6a82b486fbcc0541e42902692bd52f2c0cf28a08821";
    const derived = await pbkdf2Sha256(utf8("correct horse"), utf8("salt"), 100_001, length);
    expect(derived.toHex()).toBe(expected.slice(0, 2 * length));
  });

  it("lets other requests run between slices of a few thousand iterations", async () => {
    const iterations = 200_000;
    let isDone = false;
    const hashing = pbkdf2Sha256(utf8("x"), utf8("salt"), iterations, 32).finally(() => {
      isDone = true;
    });
    let turns = 0;
    while (!isDone) {
      await scheduler.wait(0);
      turns++;
    }
    await hashing;
    // At least every other slice, since either task may run first.
    expect(turns).toBeGreaterThanOrEqual(iterations / SLICE_ITERATIONS / 2);
  });
});

describe("the test vectors of RFC 7914", () => {
  it.each([
    ["passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"],
    ["Password", "NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"],
  ])("§11, PBKDF2 of %s", async (password, salt, iterations, hex) => {
    expect((await pbkdf2Sha256(utf8(password), utf8(salt), iterations, 32)).toHex()).toBe(hex);
  });

  it.each([
    ["", "", { N: 16, r: 1, p: 1 }, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"],
    ["password", "NaCl", { N: 1024, r: 8, p: 16 }, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"],
    ["pleaseletmein", "SodiumChloride", { N: 16_384, r: 8, p: 1 }, "7023bdcb3afd7348461c06cd81fd38eb"],
  ])("§12, scrypt of %j", (password, salt, cost, hex) => {
    expect(scrypt(utf8(password), utf8(salt), cost, hex.length / 2).toHex()).toBe(hex);
  });
});

describe("hashes of the same password and salt by other implementations", () => {
  const TEXTS = { plain: "correct horse", unicode: "пароль 🦊 café" };
  const salt = "AAECAwQFBgcICQoLDA0ODw";

  it.each([
    ["argon2id", "plain", `$argon2id$v=19$m=19456,t=2,p=1$${salt}$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc`],
    ["argon2id", "unicode", `$argon2id$v=19$m=19456,t=2,p=1$${salt}$JeU+MIPATZPWwZ9/PM6wM88PFLE0MxP8O6UXJHQ2g44`],
    ["argon2id, 64 MiB", "plain", `$argon2id$v=19$m=65536,t=3,p=4$${salt}$V38f836aPlLJfTn46DiRwbc7Dof/4EKc7o7eL7AF/kQ`],
    ["scrypt", "plain", `$scrypt$ln=14,r=8,p=5$${salt}$1G5RfCzjKRcC/LgE3RJJUhGgvovUaGPhRY2m55Tfpi4`],
    ["scrypt", "unicode", `$scrypt$ln=14,r=8,p=5$${salt}$uU0QOU+0Nig5Kwj1ccNJsC/lc5UxZVtwexu0rJMnUPU`],
    ["scrypt, 64 MiB", "plain", `$scrypt$ln=16,r=8,p=1$${salt}$AEdilbUUghuzO9l/XjztzHn0E0plniwgnETbi2/m6IM`],
    ["PBKDF2, 1,000", "plain", `$pbkdf2-sha256$i=1000$${salt}$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKumGQ`],
    ["PBKDF2, 100,000", "plain", `$pbkdf2-sha256$i=100000,l=32$${salt}$V/LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk`],
    ["PBKDF2, 100,001", "unicode", `$pbkdf2-sha256$i=100001$${salt}$pcDPd4CBv6PLbkLK3i8J2Nl2SvfagPhEMAulubzKS7o`],
    ["PBKDF2, 600,000", "plain", `$pbkdf2-sha256$i=600000$${salt}$lqWQTC4IyNpCMF28xdfPGOrSY21J9ZUmtgbyZpYoFHM`],
    ["the original service", "plain", `pbkdf2:sha256:100000:${salt}==:V/LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk=`],
    ["bcrypt", "plain", "$2b$10$sJSCeVvL9g8.yDJrtjv8ouXSHzPW4t0/fRYY6wI.0DyYVcSnkWNui"],
    ["bcrypt, cost 4", "plain", "$2b$04$sJSCeVvL9g8.yDJrtjv8oudBPBGuyrOcC72EusX5nLRMQKfzX63ey"],
    ["bcrypt, 2a", "plain", "$2a$10$sJSCeVvL9g8.yDJrtjv8ouXSHzPW4t0/fRYY6wI.0DyYVcSnkWNui"],
    ["bcrypt, 2y", "unicode", "$2y$10$LzyvtkKcfm/HaFsWaZ./Ke6qdhAcRnkqrcIjIFIH8ojl3odJLpm9G"],
  ] as const)("%s, %s", async (_, text, stored) => {
    expect(await matches(TEXTS[text], stored)).toBe(true);
  });

  // The cheapest of each.
  it.each([
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc`,
    `$scrypt$ln=14,r=8,p=5$${salt}$1G5RfCzjKRcC/LgE3RJJUhGgvovUaGPhRY2m55Tfpi4`,
    `$pbkdf2-sha256$i=1000$${salt}$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKumGQ`,
    "$2b$04$sJSCeVvL9g8.yDJrtjv8oudBPBGuyrOcC72EusX5nLRMQKfzX63ey",
  ])("don't match another password: %s", async (stored) => {
    expect(await matches(TEXTS.plain, stored)).toBe(true);
    expect(await matches("correct hors?", stored)).toBe(false);
  });
});

describe("hashes in other systems' formats, made by Python's hashlib and libxcrypt", () => {
  const PASSWORD = "correct horse battery staple";
  const WERKZEUG =
    "435a59230a3d33afb13104e2e421d951e0c0a51b6cc83da86f20ca659990e448eee26aee154df750187cf35543195c68ee0d8c94e95a3c7a18eca5df06b23d1b";
  const BETTER_AUTH =
    "f5b22309b28fe412c82a4b2cab57498b8f8a42c849af16cb908974048f61c13933421858db3a8f111430bdc493c7cef90f61f904061c77206e3820a2e8b11bc2";

  it.each([
    ["passlib", PASSWORD, "$pbkdf2-sha256$29000$MDEyMzQ1Njc4OWFiY2RlZg$vajIaozrb7q4x.G3R5Y.FIe07ZH3QEjPYV1bs8kEikU"],
    [
      "passlib, with every sign of its base64",
      "пароль 🦊 café",
      "$pbkdf2-sha256$12000$..................../w$oW.jqeXACj48HuET.HXSz0zrJB4ClIqVPhzKxQfHQvI",
    ],
    ["Django", PASSWORD, "pbkdf2_sha256$120000$Zm9vYmFyYmF6cXV4MTIzNA$4cfuxYX4zeOkUg4sosWqbUES+odOARuHRx0jeB7R5Ew="],
    [
      "Werkzeug, PBKDF2",
      PASSWORD,
      "pbkdf2:sha256:260000$aBcDeFgHiJkLmNoP$bf19f10470dc7ad945a31955fd6316eb602eb076275bcdbbbae0726b6968cc7b",
    ],
    ["Werkzeug, scrypt", PASSWORD, `scrypt:32768:8:1$aBcDeFgHiJkLmNoP$${WERKZEUG}`],
    ["better-auth", PASSWORD, `00112233445566778899aabbccddeeff:${BETTER_AUTH}`],
    ["bcrypt, cost 4", PASSWORD, "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"],
    ["bcrypt, cost 8", PASSWORD, "$2b$08$abcdefghijklmnopqrstuukS31SNuNEoGSYTPCfyZV8d2iX4qVmTa"],
  ])("%s", async (_, password, stored) => {
    expect(await matches(password, stored)).toBe(true);
  });
});
