import { expect, it } from "vitest";
import { VersionedCache } from "./cache.ts";

const NOW = new Date("2026-11-05T12:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** A source whose values count its reads. */
function source() {
  let reads = 0;
  return new VersionedCache(async (id: string) => (id === "ten_nobody" ? undefined : { id, name: `${++reads}` }));
}

it("reads a row once, until its version changes or a minute has passed", async () => {
  const known = source();
  const nameAt = async (version: number, time: Date) => (await known.get("ten_a", version, time))?.name;
  expect(await nameAt(1, NOW)).toBe("1");
  expect(await nameAt(1, later(59))).toBe("1");
  expect(await nameAt(2, later(59))).toBe("2");
  expect(await nameAt(2, later(118))).toBe("2");
  expect(await nameAt(2, later(119))).toBe("3");
  // An older version, read before another request wrote the row.
  expect(await nameAt(1, later(119))).toBe("4");
});

it("caches rows separately, caches no missing rows, and returns the last value read", async () => {
  const known = source();
  expect((await known.get("ten_a", 1, NOW))?.id).toBe("ten_a");
  expect((await known.get("ten_b", 1, NOW))?.id).toBe("ten_b");
  expect(await known.get("ten_nobody", 1, NOW)).toBeUndefined();
  expect(known.last("ten_nobody")).toBeUndefined();
  expect(known.last("ten_a")?.name).toBe("1");
});
