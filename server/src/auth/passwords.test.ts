import { describe, expect, it } from "vitest";
import { loadArgon2 } from "../ports/argon2-wasm.ts";
import { Keyring } from "../ports/keyring.ts";
import { Passwords } from "./passwords.ts";
import { formatPhc, parsePhc } from "./phc.ts";

const secret = (fill: number) => new Uint8Array(32).fill(fill).toBase64();

function passwordsWith(pepper: string): Passwords {
  const keyring = Keyring.parse(pepper);
  if (keyring === undefined) throw new Error("The pepper is not a keyring.");
  return new Passwords(keyring, loadArgon2);
}

describe("the argon2id module inside workerd", () => {
  it("gives what the reference implementation gives", async () => {
    // The reference implementation's own test: argon2id, v=19, t=2, m=65536, p=1.
    const argon2 = await loadArgon2();
    const salt = new TextEncoder().encode("somesalt");
    const hash = argon2.hash({ password: "password", salt, memoryKibibytes: 65_536, passes: 2, parallelism: 1 });
    expect(hash.toHex()).toBe("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  });
});

describe("a hash", () => {
  const passwords = passwordsWith(`p2:${secret(2)},p1:${secret(1)}`);

  it("accepts its password and no other, and is different each time", async () => {
    const [one, two] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
    expect(one).not.toBe(two);
    expect(await passwords.verify("correct horse", one)).toBe(true);
    expect(await passwords.verify("correct horsf", one)).toBe(false);
  });

  it("tells passwords apart to their last byte, whatever their script", async () => {
    const hash = await passwords.hash("пароль пароль пароль А");
    expect(await passwords.verify("пароль пароль пароль Б", hash)).toBe(false);
    expect(await passwords.verify("пароль пароль пароль А", hash)).toBe(true);
    const withNul = await passwords.hash("before\u0000after");
    expect(await passwords.verify("before\u0000other", withNul)).toBe(false);
  });

  it("names its pepper, so that an old one keeps working", async () => {
    const old = await passwordsWith(`p1:${secret(1)}`).hash("correct horse");
    expect(parsePhc(old)?.parameters.keyid).toBe("p1");
    expect(await passwords.verify("correct horse", old)).toBe(true);
    expect(await passwordsWith(`p2:${secret(2)}`).verify("correct horse", old)).toBe(false);
    expect(await passwordsWith(`p1:${secret(9)}`).verify("correct horse", old)).toBe(false);
  });

  it.each([
    ["nothing", ""],
    ["no PHC string", "password"],
    ["another algorithm", "$scrypt$ln=14,r=8,p=5$c2FsdHNhbHQ$aGFzaA"],
    ["an old version", "$argon2id$v=16$m=19456,t=2,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["no memory", "$argon2id$v=19$m=0,t=2,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["too much memory", "$argon2id$v=19$m=4194304,t=2,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["too many passes", "$argon2id$v=19$m=19456,t=4294967295,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["half a pass", "$argon2id$v=19$m=19456,t=1.5,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["a missing parameter", "$argon2id$v=19$m=19456,p=1,keyid=p1$c2FsdHNhbHQ$aGFzaA"],
    ["no pepper", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"],
  ])("that has %s is refused, not run", async (_, stored) => {
    expect(await passwords.verify("password", stored)).toBe(false);
  });

  it("is made for nobody too, so that the time does not tell who exists", async () => {
    expect(await passwords.verifyNobody("correct horse")).toBe(false);
  });
});

it("PHC strings come back as they went", () => {
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
