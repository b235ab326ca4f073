import { describe, expect, it } from "vitest";
import { loadArgon2 } from "../../ports/argon2-wasm.ts";
import { createHashers } from "./hashers.ts";
import { formatPhc, parsePhc } from "./phc.ts";
import { readStoredHash } from "./stored-hash.ts";

const hashers = createHashers(loadArgon2);
const TAIL = "AAECAwQFBgcICQoLDA0ODw$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKumGQ";
const BCRYPT = "sJSCeVvL9g8.yDJrtjv8ouXSHzPW4t0/fRYY6wI.0DyYVcSnkWNui";

it("rule 52: a stored hash carries algorithm, cost, salt, and the version of its pepper", () => {
  expect(readStoredHash(hashers, `$argon2id$v=19$m=19456,t=2,p=1,keyid=p_2$${TAIL}`)).toMatchObject({
    hasher: { id: "argon2id" },
    cost: { m: 19_456, t: 2, p: 1 },
    keyid: "p_2",
    salt: Uint8Array.from({ length: 16 }, (_, i) => i),
  });
});

it.each([
  ["PHC", `$scrypt$ln=14,r=8,p=1$${TAIL}`, "scrypt", { ln: 14, r: 8, p: 1 }],
  ["bcrypt's own", `$2b$12$${BCRYPT}`, "bcrypt", { cost: 12 }],
  ["the original service's", "pbkdf2:sha256:1000:AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODw==", "pbkdf2-sha256", { i: 1000 }],
])("reads %s form; what was made elsewhere has no pepper", (_, text, id, cost) => {
  expect(readStoredHash(hashers, text)).toMatchObject({ hasher: { id }, cost, keyid: undefined });
});

describe("rule 53: a hash with a cost that is too high or too low is refused before it runs:", () => {
  it.each([
    ["no memory", `$argon2id$v=19$m=0,t=2,p=1$${TAIL}`, "m is not"],
    ["4 GiB of memory", `$argon2id$v=19$m=4194304,t=2,p=1$${TAIL}`, "m is not"],
    ["too many passes", `$argon2id$v=19$m=19456,t=4294967295,p=1$${TAIL}`, "t is not"],
    ["less memory than one lane needs", `$argon2id$v=19$m=31,t=2,p=1$${TAIL}`, "m is not"],
    ["too many lanes", `$argon2id$v=19$m=19456,t=2,p=5$${TAIL}`, "p is not"],
    ["more scrypt than the runtime runs", `$scrypt$ln=16,r=8,p=4$${TAIL}`, "exceed the limits together"],
    ["more scrypt than an isolate holds", `$scrypt$ln=17,r=8,p=1$${TAIL}`, "exceed the limits together"],
    ["a huge exponent", `$scrypt$ln=63,r=8,p=1$${TAIL}`, "ln is not"],
    ["a million iterations and one", `$pbkdf2-sha256$i=1000001$${TAIL}`, "i is not"],
    [
      "as many, for a hash of two blocks",
      `$pbkdf2-sha256$i=600000$${TAIL}${"A".repeat(41)}`,
      "exceed the limits together",
    ],
    ["too few iterations", "pbkdf2:sha256:999:AAECAwQFBgc=:AAECAwQFBgcICQoLDA0ODw==", "i is not"],
    ["bcrypt of cost 3", `$2b$03$${BCRYPT}`, "cost is not"],
    ["bcrypt of cost 13", `$2b$13$${BCRYPT}`, "cost is not"],
    ["five passes over 64 MiB", `$argon2id$v=19$m=65536,t=5,p=1$${TAIL}`, "exceed the limits together"],
    ["ten passes over more than 25 MiB", `$argon2id$v=19$m=26215,t=10,p=1$${TAIL}`, "exceed the limits together"],
  ])("%s", (_, text, problem) => {
    expect(readStoredHash(hashers, text)).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  it.each([
    ["four passes over 64 MiB", `$argon2id$v=19$m=65536,t=4,p=1$${TAIL}`],
    ["ten passes over 25 MiB", `$argon2id$v=19$m=26214,t=10,p=4$${TAIL}`],
    ["as much scrypt as the runtime runs", `$scrypt$ln=16,r=8,p=2$${TAIL}`],
    ["a million iterations", `$pbkdf2-sha256$i=1000000$${TAIL}`],
    ["bcrypt of cost 12", `$2b$12$${BCRYPT}`],
  ])("but not %s", (_, text) => {
    expect(readStoredHash(hashers, text)).toMatchObject({ hasher: { id: expect.any(String) } });
  });
});

describe("a text that isn't a supported hash is refused with the reason:", () => {
  it.each([
    ["nothing", "", "no known format"],
    ["a password", "correct horse", "no known format"],
    ["another algorithm", `$argon2d$v=19$m=19456,t=2,p=1$${TAIL}`, "argon2d"],
    ["what every object has", `$constructor$m=1$${TAIL}`, "constructor"],
    ["the faulty variant of bcrypt", `$2x$10$${BCRYPT}`, "no known format"],
    ["half a bcrypt hash", `$2b$10$${BCRYPT.slice(1)}`, "no known format"],
    ["an old version", `$argon2id$v=16$m=19456,t=2,p=1$${TAIL}`, "version"],
    ["no version", `$argon2id$m=19456,t=2,p=1$${TAIL}`, "version"],
    ["half a pass", `$argon2id$v=19$m=19456,t=1.5,p=1$${TAIL}`, "t is not"],
    ["a number in another form", "$pbkdf2-sha256$i=+1000$".concat(TAIL), "i is not"],
    ["a missing parameter", `$argon2id$v=19$m=19456,p=1$${TAIL}`, "t is not"],
    ["a parameter too many", `$scrypt$ln=14,r=8,p=1,x=1$${TAIL}`, "x is not known"],
    ["another length than it says", `$pbkdf2-sha256$i=1000,l=64$${TAIL}`, "length"],
    ["a short salt", "pbkdf2:sha256:1000:AAECAwQFBg==:AAECAwQFBgcICQoLDA0ODw==", "salt"],
    ["a short hash", "pbkdf2:sha256:1000:AAECAwQFBgc=:AAECAwQFBgc=", "hash"],
    [
      "passlib's, with too many iterations",
      "$pbkdf2-sha256$1000001$AAECAwQFBgcICQoLDA0ODw$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKumGQ",
      "i is not",
    ],
    [
      "passlib's, with the standard's base64",
      "$pbkdf2-sha256$29000$AAECAwQFBgcICQoLDA0ODw$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKum+Q",
      "29000 is not known",
    ],
    [
      "Django's, with too many iterations",
      "pbkdf2_sha256$1200000$aaaaaaaaaaaaaaaaaaaaaa$4cfuxYX4zeOkUg4sosWqbUES+odOARuHRx0jeB7R5Ew=",
      "i is not",
    ],
    [
      "Django's, of another algorithm",
      "pbkdf2_sha1$120000$aaaaaaaaaaaaaaaaaaaaaa$4cfuxYX4zeOkUg4sosWqbUES",
      "no known format",
    ],
    ["Django's mark of a user without a password", "!vP7rGHyxjpZQXyeZ5xEZ", "no known format"],
    ["Werkzeug's, with an N that is no power of two", `scrypt:32767:8:1$aBcDeFgH$${"0".repeat(128)}`, "ln is not"],
    [
      "Werkzeug's, with more than an isolate holds",
      `scrypt:131072:8:1$aBcDeFgH$${"0".repeat(128)}`,
      "exceed the limits together",
    ],
    ["Werkzeug's, cut off", "pbkdf2:sha256:260000$aBcDeFgH$abc", "no known format"],
    ["better-auth's, cut off", `${"0".repeat(32)}:${"0".repeat(127)}`, "no known format"],
    ["broken base64", "pbkdf2:sha256:1000:A:AAECAwQFBgcICQoLDA0ODw==", "no known format"],
  ])("%s", (_, text, problem) => {
    expect(readStoredHash(hashers, text)).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});

it("parses and formats PHC strings without a change", () => {
  const hash = {
    id: "argon2id",
    version: 19,
    parameters: { m: "1", keyid: "x" },
    salt: Uint8Array.of(1),
    hash: Uint8Array.of(2, 3),
  };
  expect(formatPhc(hash)).toBe("$argon2id$v=19$m=1,keyid=x$AQ$AgM");
  expect(parsePhc(formatPhc(hash))).toEqual(hash);
});
