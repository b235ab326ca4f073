import type { SesSettings } from "../src/ports/ses.ts";

/** What local/test/ses-setup.ts provides. */
declare module "vitest" {
  interface ProvidedContext {
    ses: SesSettings;
  }
}
