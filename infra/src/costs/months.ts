import { sum, type Usage } from "./bill.ts";
import { type Operation, usageAt } from "./usage.ts";

const SECONDS = 30 * 24 * 60 * 60;
/** The scheduled work runs every five minutes. */
const SCHEDULED = SECONDS / 300;

export interface Month {
  readonly name: string;
  readonly tenants: number;
  /** Calls of each operation, for all tenants together. */
  readonly calls: Readonly<Record<string, number>>;
  readonly emails: number;
}

/** All operations besides checks. */
const SIGNING_IN = { login: 2_000_000, refresh: 10_000_000, registration: 5000, "tuple written": 200_000 };

export const SMALL: Month = {
  name: "small",
  tenants: 3,
  calls: { "exact check": 300_000, login: 10_000, refresh: 50_000, registration: 200, "tuple written": 2000 },
  emails: 500,
};

export const TYPICAL: Month = {
  name: "typical",
  tenants: 100,
  calls: { "exact check": 50_000_000, ...SIGNING_IN },
  emails: 20_000,
};

/** The typical month with other kinds of checks. */
export const CHEAPER: readonly Month[] = [
  { ...TYPICAL, name: "checks are `fast`", calls: { "fast check": 50_000_000, ...SIGNING_IN } },
  { ...TYPICAL, name: "checks come in batches of 100", calls: { "100 exact checks": 500_000, ...SIGNING_IN } },
  {
    ...TYPICAL,
    name: "checks come in batches of 100, and access tokens live three times as long",
    calls: { "100 exact checks": 500_000, ...SIGNING_IN, refresh: 10_000_000 / 3 },
  },
];

/** Calls per second of one tenant if all calls are spread evenly. Even spreading makes counting most expensive. */
export function rateOf({ tenants, calls }: Month): number {
  return Object.values(calls).reduce((all, count) => all + count, 0) / tenants / SECONDS;
}

/** Usage of a month. With an infinite `rate`, the usage of counting is left out. */
export function usageOf(month: Month, operations: ReadonlyMap<string, Operation>, rate = rateOf(month)): Usage {
  const parts = Object.entries(month.calls).map(
    ([name, count]) => [count, usageAt(requireOperation(operations, name), rate)] as const,
  );
  const scheduled = usageAt(requireOperation(operations, "scheduled work"), 0);
  return sum(...parts, [SCHEDULED, scheduled], [1, { emails: month.emails }]);
}

export function requireOperation(operations: ReadonlyMap<string, Operation>, name: string): Operation {
  const operation = operations.get(name);
  if (operation === undefined) throw new Error(`measured.jsonl has no "${name}". Run the benchmark \`costs\`.`);
  return operation;
}
