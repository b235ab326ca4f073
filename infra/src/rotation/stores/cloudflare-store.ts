import Cloudflare from "cloudflare";
import { parseKeyring, withNewVersion } from "../../secrets/keyring.ts";
import { field, items } from "../../value.ts";
import { CloudflareAccount, MissingPermission } from "../../without-pulumi/cloudflare-account.ts";
import { namesOf } from "../../without-pulumi/names.ts";
import { readVars } from "../../without-pulumi/present-worker.ts";
import { readWorkerConfig } from "../../worker/config.ts";
import { numberOf } from "../keyring-plan.ts";
import type { KeyringName } from "../names.ts";
import { RotationError } from "../rotation-error.ts";
import type { SecretStore } from "./secret-store.ts";

const ROLLOUT_SECONDS = 120;

/** The store of a stack in an account. */
export function cloudflareStoreOf(accountId: string, stack: string): SecretStore {
  return cloudflareStore(new CloudflareAccount(accountId), namesOf(stack, readWorkerConfig(stack)).worker);
}

/**
 * The secrets of a Worker that was deployed without Pulumi. Cloudflare never returns a value, so each added version is a secret of
 * its own, and the newest one is named by another.
 */
function cloudflareStore(account: CloudflareAccount, worker: string): SecretStore {
  const put = async (name: string, text: string) => await account.putSecret(worker, name, text);
  const names = async () =>
    items(await account.find(`/workers/scripts/${worker}/secrets`)).map((secret) => String(field(secret, "name")));
  /** Ids of the versions that are secrets of their own. */
  const own = async (name: KeyringName) => {
    const numbers = (await names()).map((secret) => new RegExp(`^${name}_V(\\d+)$`).exec(secret)?.[1]);
    return numbers.filter((number) => number !== undefined).map((number) => `v${number}`);
  };
  return {
    kind: "cloudflare",
    location: `the Worker ${worker}`,
    rolloutSeconds: ROLLOUT_SECONDS,
    values: undefined,
    check: async (url) => {
      const vars = await readVars(account, worker).catch(notOfThisStore);
      if (vars === undefined) {
        throw new RotationError(
          "store_missing",
          `The account has no Worker ${worker}.`,
          "Name the stack with --stack, and the account with --account-id.",
        );
      }
      if (vars.get("PUBLIC_URL") === url) return;
      throw new RotationError(
        "store_mismatch",
        `The Worker ${worker} serves ${vars.get("PUBLIC_URL")}, but the service is ${url}.`,
        "Name the stack of this service with --stack, or its service with --url.",
      );
    },
    versions: async (name, live) => {
      const added = (await own(name)).filter((version) => !live.includes(version));
      return [...live, ...added];
    },
    add: async (name, live) => {
      const numbers = [...live, ...(await own(name))].map(numberOf);
      const text = withNewVersion([{ id: `v${Math.max(0, ...numbers)}`, text: "" }]).split(",")[0] ?? "";
      const [added] = parseKeyring(text) ?? [];
      if (added === undefined) throw new Error("A new version can't be parsed.");
      await put(secretOf(name, added.id), text);
      return added.id;
    },
    promote: async (name, version) => await put(`${name}_NEWEST`, version),
    remove: async (name, version, live) => {
      const added = await own(name);
      if (added.includes(version)) {
        await account.deleteSecret(worker, secretOf(name, version));
        return;
      }
      const [others, remaining] = [live.filter((id) => !added.includes(id)), added.filter((id) => live.includes(id))];
      const [next] = remaining;
      if (others.length === 1 && next !== undefined) {
        // The name must stay, since a deployment requires it. It refers to a secret that has versions.
        await put(name, secretOf(name, next));
        return;
      }
      throw new RotationError(
        "version_in_list",
        `${name} of ${worker} is a list with ${others.join(", ")}, and Cloudflare doesn't return it.`,
        `Put the list without ${version}: \`wrangler secret put ${name} --name ${worker}\`.`,
      );
    },
    put: async (name, value) => {
      if (value !== "") await put(name, value);
      else if ((await names()).includes(name)) await account.deleteSecret(worker, name);
    },
    deploy: async () => true,
    deployAction: "Wait a minute: Cloudflare deploys a changed secret by itself.",
  };
}

function secretOf(name: KeyringName, version: string): string {
  return `${name}_V${numberOf(version)}`;
}

/** `readVars` refuses a Worker that was deployed in another way. */
function notOfThisStore(error: unknown): never {
  if (!(error instanceof Error) || error instanceof MissingPermission || error instanceof Cloudflare.APIError)
    throw error;
  throw new RotationError(
    "store_mismatch",
    error.message.split("\n")[0] ?? "",
    "Name the store of this deployment: --store pulumi, if Pulumi deployed it.",
  );
}
