import { expect, it } from "vitest";
import { Keyring, seal, unseal } from "./encryption.ts";

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

it("opens what it has sealed, differently each time, and after the secret was rotated", async () => {
  const [one, two] = await Promise.all([seal(old, target, TEXT), seal(old, target, TEXT)]);
  expect(one).not.toBe(two);
  expect(one).not.toContain("link");
  expect(await unseal(rotated, target, one)).toBe(TEXT);
  expect(await seal(rotated, target, TEXT)).toMatch(/^v2\./);
});

it.each([
  ["for another purpose", { ...target, purpose: "signing-keys" as const }, (text: string) => text],
  ["in another context", { ...target, context: "ten_b email" }, (text: string) => text],
  ["altered", target, (text: string) => `${text.slice(0, -2)}${text.endsWith("AA") ? "BB" : "AA"}`],
  ["of a version that is gone", target, (text: string) => text.replace("v1.", "v0.")],
  ["that is nonsense", target, () => "v1"],
])("does not open what was sealed %s", async (_, other, change) => {
  const sealed = await seal(old, target, TEXT);
  await expect(unseal(old, other, change(sealed))).rejects.toThrow();
});
