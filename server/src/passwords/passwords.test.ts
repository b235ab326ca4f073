import { describe, expect, it, vi } from "vitest";
import type { Argon2 } from "../ports/argon2.ts";
import { loadArgon2 } from "../ports/argon2-wasm.ts";
import type { PasswordHash } from "../ports/config.ts";
import { Keyring } from "../ports/encryption.ts";
import { systemClock } from "../ports/time.ts";
import { HashQueue } from "./hash-queue.ts";
import { createHashers } from "./hashes/hashers.ts";
import { parsePhc } from "./hashes/phc.ts";
import { Passwords } from "./passwords.ts";

const secret = (fill: number) => new Uint8Array(32).fill(fill).toBase64();
const TWO_PEPPERS = `p2:${secret(2)},p1:${secret(1)}`;
/** Hashes of "correct horse" and "cafe\u0301 des sciences" by other implementations, without a pepper. */
const ELSEWHERE = {
  bcrypt: "$2b$10$sJSCeVvL9g8.yDJrtjv8ouXSHzPW4t0/fRYY6wI.0DyYVcSnkWNui",
  original: "pbkdf2:sha256:100000:AAECAwQFBgcICQoLDA0ODw==:V/LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk=",
  argon2id: "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc",
  decomposed: "$pbkdf2-sha256$i=1000$AAECAwQFBgcICQoLDA0ODw$RuA/5zpEFGQgbSwAk8a93O5tm8hFo2mjMH0cHdVlNS4",
  composed: "$pbkdf2-sha256$i=1000$AAECAwQFBgcICQoLDA0ODw$pVAo3iuKNAz4Wc+Obx4U3zckCbyakINKnRUijZqazkA",
  // Of 72 bytes: "x" 71 times, then "y".
  bytes72: "$2b$10$hfxxFn5wmUfw3/lFLSvJN.XbHh1IBLhT6GSJ47FFmwpIcO.xGpuF6",
};

interface Settings {
  readonly pepper?: string;
  readonly algorithm?: PasswordHash;
  readonly load?: () => Promise<Argon2>;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

function passwordsWith(settings: Settings = {}): Passwords {
  const { pepper = TWO_PEPPERS, algorithm = "argon2id", load = loadArgon2, pause = async () => undefined } = settings;
  const keyring = Keyring.parse(pepper);
  if (keyring === undefined) throw new Error("The pepper is not a keyring.");
  const queue = new HashQueue(systemClock, async () => undefined);
  return new Passwords({ pepper: keyring, hashers: createHashers(load), algorithm, queue, pause });
}

describe("a hash", () => {
  const passwords = passwordsWith();

  it("matches only its password, and differs each time", async () => {
    const [one, two] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
    expect(one).not.toBe(two);
    expect(await passwords.verify("correct horse", one)).toBe(true);
    expect(await passwords.verify("correct horsf", one)).toBe(false);
  });

  it("distinguishes passwords to their last byte, in any script", async () => {
    const hash = await passwords.hash("пароль пароль пароль А");
    expect(await passwords.verify("пароль пароль пароль Б", hash)).toBe(false);
    expect(await passwords.verify("пароль пароль пароль А", hash)).toBe(true);
    const withNul = await passwords.hash("before\u0000after");
    expect(await passwords.verify("before\u0000other", withNul)).toBe(false);
  });

  it("of the empty password matches nothing, and no work is done to verify it", async () => {
    const derive = vi.fn();
    const counted = passwordsWith({ load: async () => ({ hash: derive }) });
    for (const stored of [
      // From libxcrypt.
      "$2b$10$abcdefghijklmnopqrstuujr5dF95nlffmIUNubpV71FPx1zncrEm",
      await passwords.hash(""),
    ]) {
      expect(await passwords.verify("", stored)).toBe(false);
      expect(await counted.verify("", stored)).toBe(false);
    }
    expect(await counted.verifyDecoy("")).toBe(false);
    expect(derive).not.toHaveBeenCalled();
  });

  it.each([
    ["bcrypt", "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"],
    ["pbkdf2-sha256", "$pbkdf2-sha256$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$1SowFvcyM8WmWKE5mw1mE6SzWhTrQkI1ozLfFjQpvY4"],
    ["scrypt", "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$RPtHNl1xOYzQoblm1kIer8Kvyq9eoBbGknM3o+aIqHw"],
  ])(
    "of the empty password by %s matches no password of NUL characters, although their hashes are equal",
    async (_, stored) => {
      expect(passwords.problemWith(stored)).toBeUndefined();
      for (const length of [1, 2, 64]) {
        expect(await passwords.verify("\0".repeat(length), stored)).toBe(false);
        expect(await passwords.verifyDecoy("\0".repeat(length))).toBe(false);
      }
    },
  );

  it("by bcrypt has a warning that it reads only 72 bytes; others have none", () => {
    expect(passwords.warningOf(ELSEWHERE.bcrypt)).toBe(
      "bcrypt reads only 72 bytes: a user with a longer password must reset it.",
    );
    for (const stored of [ELSEWHERE.argon2id, ELSEWHERE.original, "nothing"]) {
      expect(passwords.warningOf(stored)).toBeUndefined();
    }
  });

  it("rule 52: names its pepper, so that an old one keeps working", async () => {
    const old = await passwordsWith({ pepper: `p1:${secret(1)}` }).hash("correct horse");
    expect(parsePhc(old)?.parameters.keyid).toBe("p1");
    expect(await passwords.verify("correct horse", old)).toBe(true);
    expect(await passwordsWith({ pepper: `p1:${secret(9)}` }).verify("correct horse", old)).toBe(false);
  });

  it("without its pepper matches nothing, and is logged", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const old = await passwordsWith({ pepper: `p1:${secret(1)}` }).hash("correct horse");
    expect(await passwordsWith({ pepper: `p2:${secret(2)}` }).verify("correct horse", old)).toBe(false);
    expect(log).toHaveBeenCalledWith(expect.stringContaining("no pepper p1 any more"));
    log.mockRestore();
  });

  it("rule 53: with too high a cost matches nothing, is never computed, and is logged", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const stored = "$argon2id$v=19$m=4194304,t=2,p=1,keyid=p1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw";
    expect(await passwords.verify("correct horse", stored)).toBe(false);
    expect(log).toHaveBeenCalledWith(expect.stringContaining("m is not a number"));
    log.mockRestore();
  });
});

describe("rule 53: new hashes are", () => {
  it.each([
    ["argon2id", /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p2\$[\w+/]{22}\$[\w+/]{43}$/],
    ["scrypt", /^\$scrypt\$ln=14,r=8,p=5,keyid=p2\$[\w+/]{22}\$[\w+/]{43}$/],
    ["pbkdf2-sha256", /^\$pbkdf2-sha256\$i=600000,keyid=p2\$[\w+/]{22}\$[\w+/]{43}$/],
  ] as const)("%s where the deployment says so", async (algorithm, form) => {
    const passwords = passwordsWith({ algorithm });
    const hash = await passwords.hash("correct horse");
    expect(hash).toMatch(form);
    expect(await passwords.verify("correct horse", hash)).toBe(true);
    expect(await passwords.isCurrent(hash)).toBe(true);
  });

  it("scrypt if argon2id can't be loaded, which is logged once", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const passwords = passwordsWith({ load: async () => await Promise.reject(new Error("no memory")) });
    const hash = await passwords.hash("correct horse");
    expect(hash).toMatch(/^\$scrypt\$/);
    expect(await passwords.verify("correct horse", hash)).toBe(true);
    expect(await passwords.isCurrent(hash)).toBe(true);
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
    expect(await passwordsWith().isCurrent(hash)).toBe(false);
  });
});

describe("a hash from another system", () => {
  const passwords = passwordsWith();

  it.each(["bcrypt", "original", "argon2id"] as const)(
    "of %s is verified without the pepper and replaced",
    async (form) => {
      expect(await passwords.verify("correct horse", ELSEWHERE[form])).toBe(true);
      expect(await passwords.verify("correct horsf", ELSEWHERE[form])).toBe(false);
      expect(await passwords.isCurrent(ELSEWHERE[form])).toBe(false);
    },
  );

  it("is compared with the password as typed, then with its normal form", async () => {
    const [decomposed, composed] = ["cafe\u0301 des sciences", "caf\u00e9 des sciences"];
    expect(await passwords.verify(decomposed, ELSEWHERE.decomposed)).toBe(true);
    expect(await passwords.verify(decomposed, ELSEWHERE.composed)).toBe(true);
    expect(await passwords.verify(composed, ELSEWHERE.composed)).toBe(true);
  });

  it("rule 53: of bcrypt never matches a password of more than 72 bytes", async () => {
    const bytes72 = `${"x".repeat(71)}y`;
    expect(await passwords.verify(bytes72, ELSEWHERE.bytes72)).toBe(true);
    expect(await passwords.verify(`${bytes72}z`, ELSEWHERE.bytes72)).toBe(false);
  });
});

it.each([
  ["of an older pepper", { pepper: `p1:${secret(1)}` }],
  ["of another algorithm", { algorithm: "scrypt" }],
] as const)("a hash %s is to be replaced", async (_, settings) => {
  const hash = await passwordsWith(settings).hash("correct horse");
  expect(await passwordsWith().isCurrent(hash)).toBe(false);
  expect(await passwordsWith({ pepper: TWO_PEPPERS, ...settings }).isCurrent(hash)).toBe(true);
});

describe("rule 9: a refusal takes", () => {
  it("one hash of today's cost for an unknown user, including the first time", async () => {
    const costs: number[] = [];
    const load = async () => {
      const { hash } = await loadArgon2();
      const counted: Argon2["hash"] = (input) => {
        costs.push(input.memoryKibibytes * input.passes);
        return hash(input);
      };
      return { hash: counted };
    };
    const passwords = passwordsWith({ load });
    expect(await passwords.verifyDecoy("correct horse")).toBe(false);
    expect(await passwords.verifyDecoy("correct horse")).toBe(false);
    await passwords.verify("correct horse", await passwords.hash("correct horse"));
    expect(costs).toEqual(Array(4).fill(19_456 * 2));
  });

  it("no less time with a cheaper hash from another system than for an unknown user", async () => {
    const time = Promise.withResolvers<void>();
    const passwords = passwordsWith({ pause: () => time.promise });
    expect(await passwords.verify("correct horse", ELSEWHERE.original)).toBe(true);
    const refusals = [passwords.verify("wrong", ELSEWHERE.original), passwords.verifyDecoy("wrong")];
    const early = scheduler.wait(500).then(() => "not yet");
    expect(await Promise.race([...refusals, early])).toBe("not yet");
    time.resolve();
    expect(await Promise.all(refusals)).toEqual([false, false]);
  });
});
