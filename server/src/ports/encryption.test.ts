import { expect, it } from "vitest";
import { decrypt, encrypt, Keyring } from "./encryption.ts";

const version = (id: string, fill: number) => `${id}:${new Uint8Array(32).fill(fill).toBase64()}`;
const keyring = (text: string) => {
  const parsed = Keyring.parse(text);
  if (parsed === undefined) throw new Error("no keyring");
  return parsed;
};
const old = keyring(version("v1", 1));
const rotated = keyring(`${version("v2", 2)},${version("v1", 1)}`);
const target = { purpose: "emails", context: "ten_a email" } as const;
const TEXT = "a link, 🔑 and a code";

it("decrypts its ciphertexts, which differ each time, also after a rotation of the secret", async () => {
  const [one, two] = await Promise.all([encrypt(old, target, TEXT), encrypt(old, target, TEXT)]);
  expect(one).not.toBe(two);
  expect(one).not.toContain("link");
  expect(await decrypt(rotated, target, one)).toBe(TEXT);
  expect(await encrypt(rotated, target, TEXT)).toMatch(/^v2\./);
});

it.each([
  ["for another purpose", { ...target, purpose: "signing-keys" as const }, (text: string) => text],
  ["in another context", { ...target, context: "ten_b email" }, (text: string) => text],
  ["altered", target, (text: string) => `${text.slice(0, -2)}${text.endsWith("AA") ? "BB" : "AA"}`],
  ["of a version that is gone", target, (text: string) => text.replace("v1.", "v0.")],
  ["that is nonsense", target, () => "v1"],
])("doesn't decrypt a text that was encrypted %s", async (_, other, change) => {
  const sealed = await encrypt(old, target, TEXT);
  await expect(decrypt(old, other, change(sealed))).rejects.toThrow();
});
