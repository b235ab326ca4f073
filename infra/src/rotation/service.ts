import { setTimeout as wait } from "node:timers/promises";
import { type CfAuthClient, CfAuthError, createClient } from "@cf-auth/client";
import { RotationError, RotationUsageError } from "./rotation-error.ts";

export type Secrets = Awaited<ReturnType<CfAuthClient["dashboard"]["secrets"]>>;

const POLL_MS = 250;
/** A call waits while the local stack is replaced. */
const CALL_TIMEOUT_SECONDS = 300;

/** The deployed service, as an admin or a platform key. */
export class Service {
  readonly url: string;
  readonly #credentials: { readonly key: string } | { readonly token: string };

  /** `env` has the URL and the credentials. */
  constructor({ CF_AUTH_URL, CF_AUTH_KEY, CF_AUTH_TOKEN }: NodeJS.ProcessEnv) {
    if (!CF_AUTH_URL || !(CF_AUTH_KEY || CF_AUTH_TOKEN)) {
      throw new RotationUsageError(
        "No service is chosen, or nobody is signed in.",
        "Run it as `cf-auth ops`, after `cf-auth login --tenant platform`.",
      );
    }
    this.url = CF_AUTH_URL;
    this.#credentials = CF_AUTH_TOKEN ? { token: CF_AUTH_TOKEN } : { key: CF_AUTH_KEY ?? "" };
  }

  client(tenant?: string): CfAuthClient {
    return createClient({ url: this.url, tenant, timeoutSeconds: CALL_TIMEOUT_SECONDS, ...this.#credentials });
  }

  async secrets(): Promise<Secrets> {
    return await this.client().dashboard.secrets();
  }

  /** Waits until the service reports what is expected. Returns false if it doesn't in time. */
  async reports(isExpected: (secrets: Secrets) => boolean, timeoutSeconds: number): Promise<boolean> {
    const until = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      try {
        if (isExpected(await this.secrets())) return true;
      } catch (error) {
        // The deployment may be in the middle of a change.
        if (!(error instanceof CfAuthError && error.retryable)) throw error;
      }
      if (Date.now() >= until) return false;
      await wait(POLL_MS);
    }
  }
}

export function notDeployed(what: string, action: string): RotationError {
  return new RotationError("not_deployed", `The change is stored, but the service doesn't have ${what} yet.`, action);
}
