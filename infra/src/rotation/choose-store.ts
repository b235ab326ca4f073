import { join } from "node:path";
import { ROOT } from "../root.ts";
import type { CommonOptions } from "./arguments.ts";
import { RotationUsageError } from "./rotation-error.ts";
import { localStore } from "./stores/local-store.ts";
import { pulumiStore } from "./stores/pulumi-store.ts";
import type { SecretStore, StoreName } from "./stores/secret-store.ts";

/** State folder of `npm start`. */
const LOCAL_STATE = ".cf-auth";

/** The store of the deployment at this URL. Throws `RotationUsageError` if nothing says which. */
export async function chooseStore(options: CommonOptions, url: string, env: NodeJS.ProcessEnv): Promise<SecretStore> {
  const kind = options.store ?? impliedStore(url, env);
  if (kind === "local") return localStore(options.state ?? join(ROOT, LOCAL_STATE));
  if (kind === "pulumi") {
    if (!env.PULUMI_ACCESS_TOKEN) {
      throw new RotationUsageError(
        "PULUMI_ACCESS_TOKEN is missing.",
        "Set it to a Pulumi Cloud token with write access to the secrets of the stack.",
      );
    }
    return pulumiStore({ stack: options.stack, runsUp: options.up }, env);
  }
  const accountId = options.accountId ?? env.CLOUDFLARE_ACCOUNT_ID;
  if (!accountId || !env.CLOUDFLARE_API_TOKEN) {
    throw new RotationUsageError(
      "CLOUDFLARE_ACCOUNT_ID or CLOUDFLARE_API_TOKEN is missing.",
      "Set both in the environment, as for `cf-auth deploy`.",
    );
  }
  // Loading Cloudflare's library takes a second.
  return (await import("./stores/cloudflare-store.ts")).cloudflareStoreOf(accountId, options.stack);
}

function impliedStore(url: string, env: NodeJS.ProcessEnv): StoreName {
  if (/^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(new URL(url).hostname)) return "local";
  const [hasPulumi, hasCloudflare] = [Boolean(env.PULUMI_ACCESS_TOKEN), Boolean(env.CLOUDFLARE_API_TOKEN)];
  if (hasPulumi !== hasCloudflare) return hasPulumi ? "pulumi" : "cloudflare";
  throw new RotationUsageError(
    "It isn't clear where the secrets of this deployment are stored.",
    "Add --store pulumi, or --store cloudflare for a deployment by `cf-auth deploy`.",
  );
}
