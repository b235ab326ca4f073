import { expect, it } from "vitest";
import { CustomerKeyCache } from "./key-cache.ts";
import type { ApiKeyRow } from "./store.ts";

const NOW = new Date("2026-11-24T12:00:00Z");

/** A table with one key that counts its reads. */
function table() {
  // The cache uses nothing in a row.
  const row = { id: "key_1", tenantId: "ten_a" } as ApiKeyRow;
  const seen = { reads: 0 };
  const findCustomerKey = async (tenantId: string, hash: string) => {
    seen.reads++;
    return tenantId === "ten_a" && hash === "hash" ? row : undefined;
  };
  return { seen, row, known: new CustomerKeyCache({ findCustomerKey }) };
}

it("caches a key under its tenant and that tenant's version", async () => {
  const { seen, row, known } = table();
  expect(known.recent("ten_a", "hash", NOW)).toBeUndefined();
  expect(await known.get("ten_a", "hash", 7, NOW)).toBe(row);
  expect(known.recent("ten_a", "hash", NOW)).toMatchObject({ value: row, version: 7 });
  expect(await known.get("ten_a", "hash", 7, NOW)).toBe(row);
  expect(seen.reads).toBe(1);
  expect(await known.get("ten_a", "hash", 8, NOW)).toBe(row);
  expect(seen.reads).toBe(2);
});

it("keeps another tenant's lookups of the same key apart, even under the same version", async () => {
  const { seen, row, known } = table();
  await known.get("ten_a", "hash", 7, NOW);
  expect(await known.get("ten_b", "hash", 8, NOW)).toBeUndefined();
  expect(known.recent("ten_b", "hash", NOW)).toBeUndefined();
  expect(known.recent("ten_a", "hash", NOW)).toMatchObject({ value: row, version: 7 });
  expect(seen.reads).toBe(2);
});

it("rereads a key that was read more than a minute ago", async () => {
  const { known } = table();
  await known.get("ten_a", "hash", 7, NOW);
  expect(known.recent("ten_a", "hash", new Date(NOW.getTime() + 60_000))).toBeUndefined();
});
