import { describe, expect, it } from "vitest";
import type { TenantRow } from "./rows.ts";
import { ClockOffsets, clockOf } from "./tenant-clock.ts";

const NOW = new Date("2026-05-01T12:00:00Z");
const clock = { now: () => NOW };

describe("a tenant's clock", () => {
  it("is ahead by a test tenant's offset, and never for a live one", () => {
    const at = (environment: "live" | "test") => clockOf({ clock }, { environment, clockOffsetSeconds: 90 }).now();
    expect(at("test")).toEqual(new Date("2026-05-01T12:01:30Z"));
    expect(at("live")).toEqual(NOW);
  });
});

describe("the offset of a tenant's clock, by its id", () => {
  /** Tenants by id, and the ids that were read. */
  function offsetsOf(tenants: Record<string, Pick<TenantRow, "environment" | "clockOffsetSeconds">>) {
    const read: string[] = [];
    const find = async (id: string) => {
      read.push(id);
      const tenant = tenants[id];
      // Other fields of the row aren't read.
      return tenant && ({ id: id.replace("slug", "id"), ...tenant } as TenantRow);
    };
    return { offsets: new ClockOffsets({ find }), read };
  }

  it("is read each time for a test tenant, and once for a live one", async () => {
    const test = { environment: "test" as const, clockOffsetSeconds: 5 };
    const { offsets, read } = offsetsOf({ id_1: test, id_2: { environment: "live", clockOffsetSeconds: 5 } });
    expect([await offsets.of("id_1"), await offsets.of("id_2")]).toEqual([5, 0]);
    test.clockOffsetSeconds = 7;
    expect([await offsets.of("id_1"), await offsets.of("id_2")]).toEqual([7, 0]);
    expect(read).toEqual(["id_1", "id_2", "id_1"]);
  });

  it("is 0 for an unknown id, even if it is the slug of a tenant", async () => {
    const { offsets } = offsetsOf({ slug_1: { environment: "test", clockOffsetSeconds: 5 } });
    expect([await offsets.of("slug_1"), await offsets.of("nobody")]).toEqual([0, 0]);
  });
});
