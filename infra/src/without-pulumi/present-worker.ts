import { field, items } from "../value.ts";
import type { DeployOptions } from "./arguments.ts";
import type { CloudflareAccount } from "./cloudflare-account.ts";
import { RELEASE } from "./release-hash.ts";

/** The variables of the Worker that the account has, by name. */
export type WorkerVars = ReadonlyMap<string, string>;

/**
 * Reads the Worker's variables; undefined without a Worker. Throws for one that Pulumi or a person deployed, whose other settings
 * this program would remove.
 */
export async function readVars(account: CloudflareAccount, worker: string): Promise<WorkerVars | undefined> {
  const settings = await account.find(`/workers/scripts/${worker}/settings`);
  if (settings === undefined) return undefined;
  const texts = items(field(settings, "bindings")).filter((binding) => field(binding, "type") === "plain_text");
  const vars = new Map(texts.map((binding) => [String(field(binding, "name")), String(field(binding, "text"))]));
  if (vars.has(RELEASE)) return vars;
  throw new Error(
    `The Worker ${worker} was deployed in another way, such as by Pulumi. Nothing was changed.\n` +
      "Update it in that way, or name another stack.",
  );
}

/** The options, with the Worker's present host and sender where the user chose none. */
export function withPresent(options: DeployOptions, vars: WorkerVars | undefined): DeployOptions {
  const host = URL.parse(vars?.get("PUBLIC_URL") ?? "")?.hostname;
  if (host === undefined) return options;
  const present = vars?.get("EMAIL_FROM");
  const isChosen = present !== undefined && present !== defaultSender(host);
  return {
    ...options,
    domain: options.domain ?? (host.endsWith(".workers.dev") ? undefined : host),
    emailFrom: options.emailFrom ?? (isChosen ? present : undefined),
  };
}

export function defaultSender(host: string): string {
  return `no-reply@${host}`;
}
