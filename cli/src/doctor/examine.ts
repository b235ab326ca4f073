import { CfAuthError } from "@cf-auth/client";
import { BACKUPS_CHECK } from "./backup-checks.ts";
import { BOOTSTRAP_CHECK } from "./bootstrap-check.ts";
import type { Check, Finding, Outcome } from "./check.ts";
import { CONFIGURATION_CHECKS } from "./configuration-checks.ts";
import { CREDENTIAL_CHECKS } from "./credential-checks.ts";
import type { Facts } from "./facts.ts";
import { ISSUER_CHECKS } from "./issuer-checks.ts";
import { MODEL_CHECKS } from "./model-checks.ts";
import { NETWORK_CHECKS } from "./network-checks.ts";
import { ORIGIN_CHECKS } from "./origin-checks.ts";
import { SECRETS_CHECK } from "./secret-checks.ts";
import { SERVICE_CHECKS } from "./service-checks.ts";

/** Every check, from this machine to the tenant. */
export const CHECKS: readonly Check[] = [
  ...CONFIGURATION_CHECKS,
  ...NETWORK_CHECKS,
  ...SERVICE_CHECKS,
  ...CREDENTIAL_CHECKS,
  ...MODEL_CHECKS,
  ...ISSUER_CHECKS,
  ...ORIGIN_CHECKS,
  SECRETS_CHECK,
  BACKUPS_CHECK,
  BOOTSTRAP_CHECK,
];

/** The result of one check. */
export interface Examined {
  readonly check: string;
  readonly status: "ok" | "failed" | "skipped";
  readonly findings: readonly Finding[];
}

/** Runs the checks in order. */
export async function examine(facts: Facts, checks: readonly Check[] = CHECKS): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const check of checks) {
    const outcome = await outcomeOf(check, facts);
    const findings = outcome === "skipped" ? [] : outcome;
    const status = outcome === "skipped" ? "skipped" : findings.length === 0 ? "ok" : "failed";
    examined.push({ check: check.name, status, findings });
  }
  return examined;
}

/** A call that fails unexpectedly in the middle is a finding, too. */
async function outcomeOf({ run }: Check, facts: Facts): Promise<Outcome> {
  try {
    return await run(facts);
  } catch (error) {
    if (facts.io.signal.aborted || !(error instanceof CfAuthError)) throw error;
    return [{ message: `${error.message} (${error.code})`, fix: error.action }];
  }
}
