import { sum, type Usage } from "./bill.ts";
import { type Operation, usageAt } from "./usage.ts";

const SECONDS = 30 * 24 * 60 * 60;
/** The scheduled work is done every five minutes. */
const SCHEDULED = SECONDS / 300;

export interface Month {
  readonly name: string;
  readonly tenants: number;
  /** How often each operation is called, by all tenants together. */
  readonly calls: Readonly<Record<string, number>>;
  readonly letters: number;
}

/** `checks` by themselves, whatever the month is made of besides. */
const SIGNING_IN = { login: 2_000_000, refresh: 10_000_000, registration: 5000, "tuple written": 200_000 };

export const SMALL: Month = {
  name: "small",
  tenants: 3,
  calls: { "exact check": 300_000, login: 10_000, refresh: 50_000, registration: 200, "tuple written": 2000 },
  letters: 500,
};

export const TYPICAL: Month = {
  name: "typical",
  tenants: 100,
  calls: { "exact check": 50_000_000, ...SIGNING_IN },
  letters: 20_000,
};

/** The same month with its checks made otherwise. */
export const CHEAPER: readonly Month[] = [
  { ...TYPICAL, name: "its checks are `fast`", calls: { "fast check": 50_000_000, ...SIGNING_IN } },
  { ...TYPICAL, name: "its checks come in batches of 100", calls: { "100 exact checks": 500_000, ...SIGNING_IN } },
  {
    ...TYPICAL,
    name: "and a token is good for three times as long",
    calls: { "100 exact checks": 500_000, ...SIGNING_IN, refresh: 10_000_000 / 3 },
  },
];

/** Calls a second of one tenant, with all of them spread evenly over tenants and month: no other month has them further apart. */
export function rateOf({ tenants, calls }: Month): number {
  return Object.values(calls).reduce((all, count) => all + count, 0) / tenants / SECONDS;
}

/** What a month uses; where `rate` is infinite, without what usage being counted costs. */
export function usageOf(month: Month, operations: ReadonlyMap<string, Operation>, rate = rateOf(month)): Usage {
  const parts = Object.entries(month.calls).map(
    ([name, count]) => [count, usageAt(known(operations, name), rate)] as const,
  );
  const scheduled = usageAt(known(operations, "scheduled work"), 0);
  return sum(...parts, [SCHEDULED, scheduled], [1, { letters: month.letters }]);
}

export function known(operations: ReadonlyMap<string, Operation>, name: string): Operation {
  const operation = operations.get(name);
  if (operation === undefined) throw new Error(`Nobody has measured "${name}": run the benchmark \`costs\`.`);
  return operation;
}
