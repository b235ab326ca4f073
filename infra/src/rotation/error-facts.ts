import { CfAuthError } from "@cf-auth/client";
import { EscError } from "../secrets/esc-client.ts";
import type { ErrorFacts } from "./names.ts";
import { RotationError } from "./rotation-error.ts";

/** What went wrong and what to do. Throws an error that nobody expected. */
export async function factsOf(error: unknown): Promise<ErrorFacts> {
  if (error instanceof RotationError || error instanceof CfAuthError) return error;
  if (error instanceof EscError) {
    const action = "Correct the cause, then repeat the command: it continues.";
    return { code: "esc_failed", message: error.message, action };
  }
  // Loading Cloudflare's library takes a second.
  const facts = (await import("./cloudflare-failure.ts")).cloudflareFailure(error);
  if (facts === undefined) throw error;
  return facts;
}
