/** Repeatable work. A call returns its number of units. */
export interface Load {
  readonly name: string;
  readonly call: () => Promise<number>;
}

export interface Settings {
  /** Concurrent calls. */
  readonly concurrency: number;
  /** Duration of each load per round. */
  readonly milliseconds: number;
  readonly rounds: number;
}

/** Options for HTTP. Many short rounds spread disturbances of the machine over all loads. */
export const SETTINGS: Settings = { concurrency: 16, milliseconds: 500, rounds: 15 };
const WARM_UP_MS = 1000;

/** Units of work a second: the median over the rounds, in each of which every load has its turn. */
export async function throughputs(loads: readonly Load[], settings: Settings): Promise<Map<string, number>> {
  for (const load of loads) await rate(load, { ...settings, milliseconds: WARM_UP_MS });
  const rates = new Map(loads.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < settings.rounds; round++) {
    for (const load of loads) {
      process.stderr.write(`round ${round + 1} of ${settings.rounds}: ${load.name}\n`);
      rates.get(load.name)?.push(await rate(load, settings));
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

/**
 * Milliseconds of one call while no other is under way: the median over the rounds of each round's median. Loads take
 * turns call by call.
 */
export async function latencies(
  loads: readonly Load[],
  { rounds, milliseconds }: Omit<Settings, "concurrency">,
): Promise<Map<string, number>> {
  const medians = new Map(loads.map(({ name }) => [name, [] as number[]]));
  // The first round is a warm-up.
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(`one call at a time, round ${round} of ${rounds}\n`);
    for (const [name, times] of await inTurn(loads, milliseconds)) {
      if (round > 0) medians.get(name)?.push(median(times));
    }
  }
  return new Map([...medians].map(([name, values]) => [name, median(values)]));
}

async function inTurn(loads: readonly Load[], milliseconds: number): Promise<Map<string, number[]>> {
  const times = new Map(loads.map(({ name }) => [name, [] as number[]]));
  const end = performance.now() + milliseconds * loads.length;
  while (performance.now() < end) {
    for (const { name, call } of loads) {
      const started = performance.now();
      await call();
      times.get(name)?.push(performance.now() - started);
    }
  }
  return times;
}

async function rate({ call }: Load, { concurrency, milliseconds }: Settings): Promise<number> {
  const started = performance.now();
  const end = started + milliseconds;
  let units = 0;
  const worker = async () => {
    while (performance.now() < end) {
      // Not `units += await …`, which would read the sum before the others have added to it.
      const done = await call();
      units += done;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (units / (performance.now() - started)) * 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
