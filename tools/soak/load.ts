import { setTimeout as sleep } from "node:timers/promises";
import type { Kind } from "./operations.ts";

/** Operations that run at the same time, in a load that waits for each. */
const CONCURRENCY = 8;
const TICK_MS = 5;

/** What a load did. */
export class Outcome {
  readonly counts = new Map<string, number>();
  /** Failed operations. At most 100 are listed. */
  readonly failures: string[] = [];
  done = 0;

  /** Runs one operation to its end, and notes it. Never rejects. */
  async note({ name, run }: Kind): Promise<void> {
    try {
      await run();
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    } catch (error) {
      if (this.failures.length < 100) this.failures.push(`${name}: ${error}`);
    }
    this.done++;
  }
}

/**
 * Runs operations, each after another has ended, until `isEnd` is true of the number that was begun. Returns how many were done a
 * second.
 */
export async function closedLoop(
  sequence: Iterator<Kind, never>,
  outcome: Outcome,
  isEnd: (begun: number) => boolean,
): Promise<number> {
  const [started, before] = [performance.now(), outcome.done];
  let begun = 0;
  const worker = async () => {
    while (!isEnd(begun)) {
      begun++;
      await outcome.note(sequence.next().value);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return ((outcome.done - before) / (performance.now() - started)) * 1000;
}

export interface OpenLoad {
  readonly perSecond: number;
  readonly milliseconds: number;
  /** Receives the share of the time that has passed. */
  readonly onShare: (share: number) => void;
}

/** Starts operations at a rate, whether or not earlier ones have ended, and then waits for all. */
export async function openLoop(
  sequence: Iterator<Kind, never>,
  outcome: Outcome,
  { perSecond, milliseconds, onShare }: OpenLoad,
): Promise<void> {
  const started = performance.now();
  const running = new Set<Promise<void>>();
  let begun = 0;
  for (let elapsed = 0; elapsed < milliseconds; elapsed = performance.now() - started) {
    for (const due = (elapsed / 1000) * perSecond; begun < due; begun++) {
      const operation = outcome.note(sequence.next().value).finally(() => running.delete(operation));
      running.add(operation);
    }
    onShare(elapsed / milliseconds);
    await sleep(TICK_MS);
  }
  onShare(1);
  await Promise.all(running);
}
