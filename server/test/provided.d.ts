import type { SesSettings } from "../src/ports/ses.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** By local/test/ses-setup.ts. */
    ses: SesSettings;
    /** By vitest.config.ts. */
    fuzz: { readonly runs: number; readonly seed?: number };
    /** By vitest.config.ts. */
    cost: { readonly inputs: number; readonly seed: number };
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}
