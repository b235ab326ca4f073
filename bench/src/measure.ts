/** Something to do over and over; answers how many units of work one call was. */
export interface Load {
  readonly name: string;
  readonly call: () => Promise<number>;
}

export interface Settings {
  /** Calls under way at once. */
  readonly concurrency: number;
  /** How long each load runs in one round. */
  readonly milliseconds: number;
  readonly rounds: number;
}

/** Of everything that goes over HTTP. */
export const SETTINGS: Settings = { concurrency: 16, milliseconds: 1500, rounds: 5 };

/** Units of work a second: the median over the rounds, in each of which every load has its turn. */
export async function throughputs(loads: readonly Load[], settings: Settings): Promise<Map<string, number>> {
  for (const load of loads) await rate(load, { ...settings, milliseconds: settings.milliseconds / 2 });
  const rates = new Map(loads.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < settings.rounds; round++) {
    for (const load of loads) {
      process.stderr.write(`round ${round + 1} of ${settings.rounds}: ${load.name}\n`);
      rates.get(load.name)?.push(await rate(load, settings));
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
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
