import { describe, expect, it } from "vitest";
import { Keyring } from "../ports/encryption.ts";
import { CallCipher } from "./call-encryption.ts";

const secret = (id: string) => `${id}:${btoa(id.repeat(16))}`;
const keyring = (...ids: string[]) => {
  const parsed = Keyring.parse(ids.map(secret).join(","));
  if (parsed === undefined) throw new Error("That is no keyring.");
  return parsed;
};
const NAME = { objectName: "ten_1", caller: "secret key_1", path: "users.create", key: "a-key-of-16-or-more" };
const INPUT = '{"password":"an unlikely sentence"}';

describe("what is stored of a call", () => {
  it("has another id for another object, caller, procedure or key, and the same for the same, whatever the secret", async () => {
    const others = [
      { objectName: "ten_2" },
      { caller: "secret key_2" },
      { path: "users.update" },
      { key: "another-key-of-16" },
    ];
    const ids = await Promise.all(
      [{}, ...others].map(async (other) => (await CallCipher.of({ ...NAME, ...other }, keyring("v1"))).id),
    );
    expect(new Set(ids).size).toBe(5);
    expect((await CallCipher.of(NAME, keyring("v2"))).id).toBe(ids[0]);
  });

  it("opens with the key alone, and tells its input from others", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    const [fingerprint, sealed] = [await seal.fingerprint(INPUT), await seal.encrypt("the answer")];
    const again = await CallCipher.of(NAME, keyring("v1"));
    expect(await again.decrypt(sealed)).toBe("the answer");
    expect(await again.isFingerprintOf(fingerprint, INPUT)).toBe(true);
    expect(await again.isFingerprintOf(fingerprint, INPUT.replace("an", "no"))).toBe(false);
    const other = await CallCipher.of({ ...NAME, key: "another-key-of-16" }, keyring("v1"));
    await expect(other.decrypt(sealed)).rejects.toThrow();
    await expect(other.isFingerprintOf(fingerprint, INPUT)).rejects.toThrow();
  });

  it("is of no use to who has the key and not the deployment's secret, nor the other way round", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    const sealed = await seal.encrypt("the answer");
    const elsewhere = Keyring.parse(`v1:${btoa("x".repeat(32))}`) ?? keyring("v1");
    await expect((await CallCipher.of(NAME, elsewhere)).decrypt(sealed)).rejects.toThrow();
    const guess = await CallCipher.of({ ...NAME, key: "a-key-of-16-or-less" }, keyring("v1"));
    await expect(guess.decrypt(sealed)).rejects.toThrow();
  });

  it("outlasts a change of the deployment's secret as long as the old one is there", async () => {
    const before = await CallCipher.of(NAME, keyring("v1"));
    const [fingerprint, sealed] = [await before.fingerprint(INPUT), await before.encrypt("the answer")];
    const after = await CallCipher.of(NAME, keyring("v2", "v1"));
    expect([await after.decrypt(sealed), await after.isFingerprintOf(fingerprint, INPUT)]).toEqual([
      "the answer",
      true,
    ]);
    await expect((await CallCipher.of(NAME, keyring("v2"))).decrypt(sealed)).rejects.toThrow();
  });

  it("is not the same twice", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    expect(await seal.fingerprint(INPUT)).not.toBe(await seal.fingerprint(INPUT));
    expect(await seal.encrypt("x")).not.toBe(await seal.encrypt("x"));
  });
});
