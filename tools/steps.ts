import { availableParallelism } from "node:os";
import type { Command, Ended, RunFolder } from "./run-folder.ts";

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export interface Step extends Command {
  readonly name: string;
  /** What to do when it fails, where its output doesn't say. */
  readonly hint?: string;
  /** The name of an earlier step that has to have ended. */
  readonly after?: string;
  /** What it counts as, where that is not just its exit code. */
  readonly count?: (ended: Ended) => Count;
}

/** Runs steps, as many at once as there are processors. Prints a line for each, and the output of those that fail. */
export async function runSteps(folder: RunFolder, steps: readonly Step[]): Promise<Count> {
  const ends = new Map(steps.map(({ name }) => [name, Promise.withResolvers<void>()]));
  const waiting = [...steps];
  const total = { passed: 0, failed: 0 };
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (step.after !== undefined) await ends.get(step.after)?.promise;
      const { passed, failed } = await runStep(folder, step);
      total.passed += passed;
      total.failed += failed;
      ends.get(step.name)?.resolve();
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  return total;
}

async function runStep(folder: RunFolder, step: Step): Promise<Count> {
  const started = performance.now();
  if (step.live) console.log(`\n── ${step.name}`);
  const ended = await folder.run(step);
  const count = step.count?.(ended) ?? { passed: Number(ended.succeeded), failed: Number(!ended.succeeded) };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${count.failed === 0 ? "ok    " : "FAILED"}  ${step.name}, ${seconds} s`);
  if (count.failed > 0) console.log([ended.output, step.hint].filter(Boolean).join("\n"));
  return count;
}
