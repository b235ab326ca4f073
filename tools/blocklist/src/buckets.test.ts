import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { Buckets } from "./buckets.ts";
import { bucketContains, bucketKeys, entryOf, normalForm } from "./layout.ts";

function bucketsOf(...passwords: string[]): Buckets {
  const buckets = new Buckets();
  for (const password of passwords) buckets.add(password);
  return buckets;
}

function has(buckets: Buckets, password: string): boolean {
  const { bucket, entry } = entryOf(createHash("sha256").update(normalForm(password)).digest("hex"));
  return bucketContains(buckets.pairs().find(({ key }) => key === bucket)?.value ?? "", entry);
}

it("finds added passwords in any case and normal form, and no others", () => {
  const passwords = Array.from({ length: 2000 }, (_, i) => `Wörter-${i}`);
  const buckets = bucketsOf(...passwords);
  expect(buckets.size).toBe(2000);
  for (const password of passwords) expect(has(buckets, password.toUpperCase().normalize("NFD"))).toBe(true);
  for (let i = 2000; i < 4000; i++) expect(has(buckets, `wörter-${i}`)).toBe(false);
});

it("has all 256 buckets, including empty ones, independent of the order of insertion", () => {
  const [one, two] = [bucketsOf("trustno1", "iloveyou", "trustno1"), bucketsOf("ILOVEYOU", "TrustNo1")];
  expect(one.pairs()).toEqual(two.pairs());
  expect(one.pairs().map(({ key }) => key)).toEqual(bucketKeys());
  expect(new Set(bucketKeys()).size).toBe(256);
  expect(one.pairs().filter(({ value }) => value !== "")).toHaveLength(2);
});

it("omits passwords that are too short for every tenant", () => {
  expect(bucketsOf("short", "1234567", "").size).toBe(0);
});

it("finds an entry only at its boundaries, not across two others", () => {
  expect(bucketContains("aaaaaabbbbbbccccccdddddd", "bbbbbbcccccc")).toBe(false);
  expect(bucketContains("aaaaaabbbbbbccccccdddddd", "ccccccdddddd")).toBe(true);
  expect(bucketContains("", "ccccccdddddd")).toBe(false);
});
