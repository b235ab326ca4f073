import { AppError } from "./errors/app-error.ts";
import type { Environment } from "./tenant.ts";
import { isForTestsOnly } from "./origin.ts";

/** Throws `invalid_input` where a live tenant, or a key of one, is to allow pages of a local host at any port. */
export function requireOriginsFor(environment: Environment, allowedOrigins: readonly string[]): void {
  const entry = environment === "test" ? undefined : allowedOrigins.find(isForTestsOnly);
  if (entry === undefined) return;
  const message = `${entry} is for test tenants. Name the port, as in ${entry.replace("*", "5173")}.`;
  throw new AppError("invalid_input", { issues: [{ path: "allowedOrigins", message }] });
}
