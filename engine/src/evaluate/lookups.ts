import { Nestings } from "./nestings.ts";
import { Plans } from "./plan.ts";
import type { Program } from "./program.ts";

/** Caches that all evaluators of a program share. */
export class Lookups {
  readonly program: Program;
  readonly plans: Plans;
  readonly nestings: Nestings;

  constructor(program: Program) {
    this.program = program;
    this.plans = new Plans(program);
    this.nestings = new Nestings(program);
  }
}
