import type { Facts } from "./facts.ts";

/** What is wrong, and what corrects it. */
export interface Finding {
  readonly message: string;
  /** The next step, beginning with a verb. */
  readonly fix: string;
}

/** What a check found. `skipped`: it doesn't apply here, or another check reports why it couldn't run. */
export type Outcome = readonly Finding[] | "skipped";

/** Examines one thing. */
export interface Check {
  /** Stable name, for scripts. */
  readonly name: string;
  readonly run: (facts: Facts) => Promise<Outcome> | Outcome;
}

/** An outcome without findings. */
export const OK: Outcome = [];

export function finding(message: string, fix: string): Outcome {
  return [{ message, fix }];
}
