import { describe, expect, it } from "vitest";
import { StandingClock } from "../../test/moved.ts";
import { UsageMeter } from "./meter.ts";
import type { Delivery } from "./usage.ts";

/** A meter, what arrived from it, and how the way there is. */
function metered() {
  const way = { fails: false, losesAnswers: false };
  const arrived: [string, Delivery][] = [];
  const clock = new StandingClock();
  const log = (tenantId: string) => ({
    countUsage: async (delivery: Delivery) => {
      if (way.fails) throw new Error("The object is away.");
      arrived.push([tenantId, structuredClone(delivery)]);
      if (way.losesAnswers) throw new Error("The answer was lost.");
    },
  });
  return { meter: new UsageMeter(log, clock, async () => {}), way, arrived, clock };
}

/** The calls in deliveries, each counted once, however often it came. */
function callsIn(arrived: readonly [string, Delivery][]): number {
  const once = new Map(arrived.map(([tenant, delivery]) => [`${tenant} ${delivery.serial}`, delivery]));
  const tallies = [...once.values()].flatMap((delivery) => delivery.tallies);
  return tallies.reduce((sum, { counts }) => sum + (counts.calls ?? 0), 0);
}

const call = (meter: UsageMeter, tenantId = "ten_a") => meter.call(tenantId, { milliseconds: 5, failed: false });

describe("a meter", () => {
  it("hands over many calls at once, by tenant and hour, and nothing twice", async () => {
    const { meter, arrived, clock } = metered();
    for (let i = 0; i < 3; i++) call(meter);
    meter.call("ten_b", { milliseconds: 50, failed: true });
    meter.seen("ten_b", "usr_x");
    clock.advance(3600);
    call(meter);
    await meter.flush();
    await meter.flush();
    expect(arrived.map(([tenant, { tallies }]) => [tenant, tallies.map(({ counts }) => counts)])).toEqual([
      ["ten_a", [{ calls: 3 }, { calls: 1 }]],
      ["ten_b", [{ calls: 1, failures: 1 }]],
    ]);
    expect(arrived[1]?.[1].tallies[0]?.users).toEqual(new Set(["usr_x"]));
  });

  it("keeps what could not be handed over", async () => {
    const { meter, arrived, way } = metered();
    way.fails = true;
    for (let i = 0; i < 5; i++) {
      call(meter);
      await meter.flush();
    }
    expect(arrived).toEqual([]);
    way.fails = false;
    await meter.flush();
    expect(callsIn(arrived)).toBe(5);
  });

  it("sends what may have arrived again as it was, before anything newer", async () => {
    const { meter, arrived, way } = metered();
    way.losesAnswers = true;
    call(meter);
    await meter.flush();
    call(meter);
    await meter.flush();
    way.losesAnswers = false;
    await Promise.all([meter.flush(), meter.flush()]);
    expect(callsIn(arrived)).toBe(2);
    const serials = arrived.map(([, { serial }]) => serial);
    expect(serials).toEqual([...serials].sort((a, b) => a - b));
    expect(new Set(serials).size).toBe(2);
  });

  it("has one request at a time hand over, and another where that one was cut off", () => {
    const { meter, clock } = metered();
    expect(meter.scheduleFlush()).toBeUndefined();
    call(meter);
    expect(meter.scheduleFlush()).toBeInstanceOf(Promise);
    call(meter);
    expect(meter.scheduleFlush()).toBeUndefined();
    clock.advance(6);
    expect(meter.scheduleFlush()).toBeInstanceOf(Promise);
  });
});
