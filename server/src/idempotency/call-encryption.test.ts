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

describe("the encrypted record of a call", () => {
  it("has an id that depends on object, caller, procedure and key, and not on the secret", async () => {
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

  it("is decrypted with the key, and recognizes its input", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    const [fingerprint, sealed] = [await seal.fingerprint(INPUT), await seal.encrypt("the answer")];
    const reopened = await CallCipher.of(NAME, keyring("v1"));
    expect(await reopened.decrypt(sealed)).toBe("the answer");
    expect(await reopened.isFingerprintOf(fingerprint, INPUT)).toBe(true);
    expect(await reopened.isFingerprintOf(fingerprint, INPUT.replace("an", "no"))).toBe(false);
    const other = await CallCipher.of({ ...NAME, key: "another-key-of-16" }, keyring("v1"));
    await expect(other.decrypt(sealed)).rejects.toThrow();
    await expect(other.isFingerprintOf(fingerprint, INPUT)).rejects.toThrow();
  });

  it("can't be decrypted with the key or the deployment's secret alone", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    const sealed = await seal.encrypt("the answer");
    const elsewhere = Keyring.parse(`v1:${btoa("x".repeat(32))}`) ?? keyring("v1");
    await expect((await CallCipher.of(NAME, elsewhere)).decrypt(sealed)).rejects.toThrow();
    const other = await CallCipher.of({ ...NAME, key: "a-key-of-16-or-less" }, keyring("v1"));
    await expect(other.decrypt(sealed)).rejects.toThrow();
  });

  it("is decrypted after a change of the deployment's secret while the old one is configured", async () => {
    const before = await CallCipher.of(NAME, keyring("v1"));
    const [fingerprint, sealed] = [await before.fingerprint(INPUT), await before.encrypt("the answer")];
    const after = await CallCipher.of(NAME, keyring("v2", "v1"));
    expect([await after.decrypt(sealed), await after.isFingerprintOf(fingerprint, INPUT)]).toEqual([
      "the answer",
      true,
    ]);
    await expect((await CallCipher.of(NAME, keyring("v2"))).decrypt(sealed)).rejects.toThrow();
  });

  it("is encrypted differently each time", async () => {
    const seal = await CallCipher.of(NAME, keyring("v1"));
    expect(await seal.fingerprint(INPUT)).not.toBe(await seal.fingerprint(INPUT));
    expect(await seal.encrypt("x")).not.toBe(await seal.encrypt("x"));
  });
});
