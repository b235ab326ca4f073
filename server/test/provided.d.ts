import type { SesSettings } from "../src/ports/ses.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** By tools/local/test/ses-setup.ts. */
    ses: SesSettings;
    /** By vitest.config.ts: of random tests. */
    seed: number;
    /** By vitest.config.ts. */
    fuzzRuns: number;
    /** By vitest.config.ts: per procedure. */
    costInputs: number;
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}
