import { expect, it } from "vitest";
import { KnownTenants } from "./known-tenants.ts";
import type { Tenant } from "./tenant.ts";

const NOW = new Date("2026-11-05T12:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** A source that counts how often it is read, and names its tenant after that. */
function source() {
  let reads = 0;
  const find = async (id: string): Promise<Tenant | undefined> =>
    id === "ten_nobody"
      ? undefined
      : {
          id,
          slug: "a",
          host: null,
          name: `${++reads}`,
          status: "active",
          environment: "live",
          settings: {},
          clockOffsetSeconds: 0,
        };
  return new KnownTenants({ find });
}

it("reads a tenant once, until another version is named, or a minute is over", async () => {
  const tenants = source();
  const nameAt = async (version: number, time: Date) => (await tenants.get("ten_a", version, time))?.name;
  expect(await nameAt(1, NOW)).toBe("1");
  expect(await nameAt(1, later(59))).toBe("1");
  expect(await nameAt(2, later(59))).toBe("2");
  expect(await nameAt(2, later(118))).toBe("2");
  expect(await nameAt(2, later(119))).toBe("3");
  // A version that was read before another request wrote the tenant.
  expect(await nameAt(1, later(119))).toBe("4");
});

it("keeps tenants apart, and remembers none that is not there", async () => {
  const tenants = source();
  expect((await tenants.get("ten_a", 1, NOW))?.id).toBe("ten_a");
  expect((await tenants.get("ten_b", 1, NOW))?.id).toBe("ten_b");
  expect(await tenants.get("ten_nobody", 1, NOW)).toBeUndefined();
});
