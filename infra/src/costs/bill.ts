import { type Meter, PRICES, type Price } from "./prices.ts";

/** Units by meter. A missing meter is unused. */
export type Usage = Partial<Readonly<Record<Meter, number>>>;

export interface Line {
  readonly meter: Meter;
  readonly units: number;
  readonly dollars: number;
}

export const METERS = Object.keys(PRICES) as Meter[];

/** Costs at list price, without included allowances: one line for each used meter. */
export function listLines(usage: Usage): Line[] {
  return linesOf(usage, (units, { dollars, per }) => (units / per) * dollars);
}

/** Costs of a month above the subscription: after included allowances, rounded up where the provider does. */
export function monthLines(usage: Usage): Line[] {
  return linesOf(usage, (units, { dollars, per, included, roundsUp = false }) => {
    const billed = Math.max(0, units - included) / per;
    return (roundsUp ? Math.ceil(billed) : billed) * dollars;
  });
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** Adds up usages, each multiplied. */
export function sum(...parts: readonly (readonly [times: number, usage: Usage])[]): Usage {
  const all: Partial<Record<Meter, number>> = {};
  for (const [times, usage] of parts) {
    for (const meter of METERS) {
      const units = times * (usage[meter] ?? 0);
      if (units !== 0) all[meter] = (all[meter] ?? 0) + units;
    }
  }
  return all;
}

/** The allowance that is used up first by repeating the usage, and how many times it lasts. */
export function firstAllowance(
  usage: Usage,
  allowance: (price: Price) => number | undefined,
): { times: number; meter?: Meter } {
  let first: { times: number; meter?: Meter } = { times: Number.POSITIVE_INFINITY };
  for (const { meter, units } of listLines(usage)) {
    const times = (allowance(PRICES[meter]) ?? Number.POSITIVE_INFINITY) / units;
    if (times < first.times) first = { times, meter };
  }
  return first;
}

function linesOf(usage: Usage, cost: (units: number, price: Price) => number): Line[] {
  return METERS.flatMap((meter) => {
    const units = usage[meter] ?? 0;
    if (!(units >= 0)) throw new Error(`${units} is an invalid number of ${PRICES[meter].label}.`);
    return units === 0 ? [] : [{ meter, units, dollars: cost(units, PRICES[meter]) }];
  });
}
