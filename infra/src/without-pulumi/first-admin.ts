import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CfAuthError, createClient } from "@cf-auth/client";
import { withWrangler } from "../deploy/wrangler.ts";

export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
}

interface Service {
  /** Where the service is reached. */
  readonly url: string;
  readonly worker: string;
  readonly accountId: string;
  /** Time for the new secret to arrive, in seconds. */
  readonly timeoutSeconds: number;
}

/** The Worker's secret that `platform.bootstrap` compares. */
export const BOOTSTRAP_SECRET = "BOOTSTRAP_SECRET";
/** Codes of a location that still serves the version before the secret. */
const NOT_YET: readonly string[] = ["bootstrap_secret_invalid", "misconfigured", "network", "timeout", "bad_response"];

/** Creates the first admin with a bootstrap secret of a few seconds: nobody knows it, and the Worker loses it in every case. */
export async function bootstrapAdmin(admin: FirstAdmin, service: Service): Promise<void> {
  const { worker, accountId } = service;
  const secret = randomBytes(32).toString("base64url");
  const environment = { CLOUDFLARE_ACCOUNT_ID: accountId };
  await withWrangler({ name: worker, account_id: accountId }, async (wrangler) => {
    await wrangler(["secret", "put", BOOTSTRAP_SECRET], environment, secret);
    try {
      await bootstrap({ ...admin, secret }, service);
    } finally {
      await wrangler(["secret", "delete", BOOTSTRAP_SECRET], environment);
    }
  });
}

/** Removes the secret that a run left behind which ended before it could. */
export async function removeBootstrapSecret({
  worker,
  accountId,
}: Pick<Service, "worker" | "accountId">): Promise<void> {
  const environment = { CLOUDFLARE_ACCOUNT_ID: accountId };
  await withWrangler({ name: worker, account_id: accountId }, async (wrangler) => {
    await wrangler(["secret", "delete", BOOTSTRAP_SECRET], environment);
  });
}

async function bootstrap(input: FirstAdmin & { readonly secret: string }, { url, timeoutSeconds }: Service) {
  const client = createClient({ url, maxRetries: 0 });
  const until = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    try {
      await client.platform.bootstrap(input);
      return;
    } catch (error) {
      if (!(error instanceof CfAuthError)) throw error;
      if (error.code === "already_bootstrapped") return;
      if (!NOT_YET.includes(error.code) || Date.now() > until) {
        throw new Error(`The first admin wasn't created: ${error.message} (${error.code})\n${error.action}`);
      }
      await wait(1000);
    }
  }
}
