import { type CloudflareAccount, MissingPermission } from "./cloudflare-account.ts";

/** A read of each part of the account that a deployment changes. */
const READS = ["/d1/database", "/storage/kv/namespaces", "/r2/buckets", "/workers/scripts"];

/**
 * Throws if the token isn't active, or with the names of all permissions that it lacks. Reading shows a missing permission, but not
 * one that is `read` instead of `edit`: that is reported by the change that fails.
 */
export async function checkToken(account: CloudflareAccount, domain: string | undefined): Promise<void> {
  const verified =
    (await statusAt(account, "/user/tokens/verify")) ?? (await account.find("/tokens/verify").catch(hidden));
  const { status } = Object(verified);
  if (status !== "active") throw new Error(`CLOUDFLARE_API_TOKEN is ${status ?? "invalid"}. Create one, or roll it.`);
  const reads = [
    ...READS.map((path) => () => account.find(path)),
    ...(domain === undefined ? [] : [() => account.findAt(`/zones?name=${zoneCandidates(domain)[0]}`)]),
  ];
  const missing: string[] = [];
  for (const read of reads) {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof MissingPermission)) throw error;
      missing.push(error.permission);
    }
  }
  if (missing.length === 0) return;
  throw new Error(
    `CLOUDFLARE_API_TOKEN lacks permissions for the account ${account.id}: ${missing.join(", ")}. Nothing was changed.\n` +
      "Add them to the token in Cloudflare's dashboard, then run this again.",
  );
}

/** Throws unless the host is in a zone that the token can see. */
export async function checkZone(account: CloudflareAccount, domain: string): Promise<void> {
  for (const name of zoneCandidates(domain)) {
    const zones = await account.findAt(`/zones?name=${name}&account.id=${account.id}`);
    if (Array.isArray(zones) && zones.length > 0) return;
  }
  throw new Error(
    `No zone of the account has the host ${domain}. Nothing was changed.\n` +
      "Add the zone to the account, or give the token Zone (read) and Workers Routes (edit) for it.",
  );
}

/** `a.b.example.com`, `b.example.com`, `example.com`. */
function zoneCandidates(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}

/** Tokens of an account can't be verified as those of a user, and the reverse. */
async function statusAt(account: CloudflareAccount, path: string): Promise<unknown> {
  return await account.findAt(path).catch(hidden);
}

function hidden(error: unknown): undefined {
  const { status } = Object(error);
  if (status === 400 || status === 401 || status === 403 || error instanceof MissingPermission) return undefined;
  throw error;
}
