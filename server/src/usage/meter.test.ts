import { describe, expect, it } from "vitest";
import { StandingClock } from "../../test/moved.ts";
import { UsageMeter } from "./meter.ts";
import type { Delivery } from "./usage.ts";

/** A meter, its deliveries, and the faults of their transport. */
function metered() {
  const transport = { fails: false, losesResponses: false };
  const arrived: [string, Delivery][] = [];
  const clock = new StandingClock();
  const log = (tenantId: string) => ({
    countUsage: async (delivery: Delivery) => {
      if (transport.fails) throw new Error("The object is unreachable.");
      arrived.push([tenantId, structuredClone(delivery)]);
      if (transport.losesResponses) throw new Error("The response was lost.");
    },
  });
  return { meter: new UsageMeter(log, clock, async () => {}), log, transport, arrived, clock };
}

/** Number of calls in the deliveries. Counts each delivery once, however often it arrived. */
function callsIn(arrived: readonly [string, Delivery][]): number {
  const once = new Map(arrived.map(([tenant, delivery]) => [`${tenant} ${delivery.serial}`, delivery]));
  const tallies = [...once.values()].flatMap((delivery) => delivery.tallies);
  return tallies.reduce((sum, { counts }) => sum + (counts.calls ?? 0), 0);
}

const call = (meter: UsageMeter, tenantId = "ten_a") => meter.call(tenantId, { milliseconds: 5, failed: false });

describe("a meter", () => {
  it("flushes many calls together, by tenant and hour, each once", async () => {
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

  it("keeps usage that could not be delivered", async () => {
    const { meter, arrived, transport } = metered();
    transport.fails = true;
    for (let i = 0; i < 5; i++) {
      call(meter);
      await meter.flush();
    }
    expect(arrived).toEqual([]);
    transport.fails = false;
    await meter.flush();
    expect(callsIn(arrived)).toBe(5);
  });

  it("repeats an unconfirmed delivery unchanged before newer usage", async () => {
    const { meter, arrived, transport } = metered();
    transport.losesResponses = true;
    call(meter);
    await meter.flush();
    call(meter);
    await meter.flush();
    transport.losesResponses = false;
    await Promise.all([meter.flush(), meter.flush()]);
    expect(callsIn(arrived)).toBe(2);
    const serials = arrived.map(([, { serial }]) => serial);
    expect(serials).toEqual([...serials].sort((a, b) => a - b));
    expect(new Set(serials).size).toBe(2);
  });

  /** A meter whose deliveries arrive when the test lets them. */
  function delayed() {
    const arrivals: (() => void)[] = [];
    const arrived: [string, Delivery][] = [];
    const clock = new StandingClock();
    const countUsage = async (delivery: Delivery) => {
      const copy = structuredClone(delivery);
      await new Promise<void>((resolve) => arrivals.push(resolve));
      arrived.push(["ten_a", copy]);
    };
    return {
      meter: new UsageMeter(
        () => ({ countUsage }),
        clock,
        async () => {},
      ),
      arrivals,
      arrived,
      clock,
    };
  }

  const settled = async () => await new Promise((resolve) => setTimeout(resolve, 0));

  it("sends no delivery before the one before has arrived, however many flushes there are, and loses no count", async () => {
    const { meter, arrivals, arrived } = delayed();
    const flushes: Promise<void>[] = [];
    // The object takes a delivery that arrives after a later one for a repetition.
    for (let i = 0; i < 4; i++) {
      call(meter);
      flushes.push(meter.flush());
      await settled();
    }
    expect(arrivals.length).toBe(1);
    for (let sent = 0; sent < arrivals.length; sent++) {
      expect(arrivals.length).toBe(sent + 1);
      arrivals[sent]?.();
      await settled();
    }
    await Promise.all(flushes);
    expect(arrived.map(([, { serial }]) => serial)).toEqual([1, 2]);
    expect(callsIn(arrived)).toBe(4);
  });

  it("repeats a delivery whose flush was cut off, and one that ends late sends nothing more", async () => {
    const { meter, arrivals, arrived, clock } = delayed();
    call(meter);
    const late = meter.flush();
    await settled();
    clock.advance(5);
    call(meter);
    const next = meter.flush();
    await settled();
    arrivals[1]?.();
    await settled();
    arrivals[0]?.();
    await late;
    arrivals[2]?.();
    await next;
    expect(arrived.map(([, { serial }]) => serial)).toEqual([1, 1, 2]);
    expect([callsIn(arrived), arrivals.length]).toEqual([2, 3]);
  });

  it("schedules one flush at a time, and another after a timeout", () => {
    const { meter, clock } = metered();
    expect(meter.scheduleFlush()).toBeUndefined();
    call(meter);
    expect(meter.scheduleFlush()).toBeInstanceOf(Promise);
    call(meter);
    expect(meter.scheduleFlush()).toBeUndefined();
    clock.advance(6.9);
    expect(meter.scheduleFlush()).toBeUndefined();
    clock.advance(0.1);
    expect(meter.scheduleFlush()).toBeInstanceOf(Promise);
  });

  it("schedules an earlier flush for events, which live streams wait for", async () => {
    const delays: number[] = [];
    const { arrived, clock, log } = metered();
    const meter = new UsageMeter(log, clock, async (milliseconds) => void delays.push(milliseconds));
    call(meter);
    const usage = meter.scheduleFlush();
    meter.count("ten_a", "events");
    const events = meter.scheduleFlush();
    expect(delays).toEqual([2000, 250]);
    await Promise.all([usage, events]);
    expect(callsIn(arrived)).toBe(1);
  });
});
