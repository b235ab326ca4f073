import * as fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** By vitest.config.ts: the seed of random tests. */
    seed: number;
  }
}

/**
 * Fixes what random tests generate, so that one commit has one result. A setup file of every project whose tests use fast-check.
 * `npm run test:long` takes another seed each time and prints it; `TEST_SEED=<number>` repeats a run.
 */
fc.configureGlobal({ seed: inject("seed") });
