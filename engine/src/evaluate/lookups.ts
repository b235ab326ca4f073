import { Nestings } from "./nestings.ts";
import { Plans } from "./plan.ts";
import type { Program } from "./program.ts";

/** What every evaluator of a program looks things up in. */
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
