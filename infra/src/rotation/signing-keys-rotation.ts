import { CfAuthError } from "@cf-auth/client";
import type { RotateOptions } from "./arguments.ts";
import type { Progress, Step } from "./names.ts";
import { otherStep, RotationError } from "./rotation-error.ts";
import type { Service } from "./service.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Slug of the tenant whose users are the admins. */
const PLATFORM = "platform";
/** Tenants whose keys can't be rotated, and sign nothing. */
const CLOSED: readonly string[] = ["tenant_suspended", "tenant_deleted"];

interface SigningKeysDeps {
  readonly service: Service;
  readonly now: () => Date;
  readonly log: (text: string) => void;
  readonly tenant: string | undefined;
}

/**
 * Rotates the signing keys of all tenants, or takes it back. Keys that have signed for less than a day are left out, so that a
 * repeat continues where a run was stopped. The service publishes, re-encrypts and removes keys by itself. Throws `RotationError`.
 */
export async function rotateSigningKeys(options: RotateOptions, deps: SigningKeysDeps): Promise<Progress> {
  const next = { step: "deploy", version: "the next key of each tenant", blockers: [] } as const;
  if (options.step !== undefined && options.step !== "deploy") throw otherStep("signing-keys", options.step, next);
  const progress = { secret: "signing-keys", next: undefined } as const;
  // The schedule rotates them anyway.
  if (options.resume) return { ...progress, done: [] };
  const done: Step[] = [];
  let latest: Date | undefined;
  for await (const tenant of tenantsOf(deps)) {
    const client = deps.service.client(tenant);
    const { keys } = await client.auth.keys.list().catch(emptyIfClosed);
    const active = keys.find(({ status }) => status === "active");
    if (active === undefined) continue;
    // A tenant's first key replaced none, so it was rotated by no earlier run.
    const isFirst = active.statusSince.getTime() === active.createdAt.getTime();
    const isRecent = !isFirst && deps.now().getTime() - active.statusSince.getTime() < DAY_MS;
    if (!options.undo && isRecent && deps.tenant === undefined) continue;
    if (options.dryRun) {
      done.push({ step: "deploy", version: tenant });
      continue;
    }
    if (options.undo) {
      const { restored } = await client.auth.keys.restore();
      if (!restored) continue;
    } else {
      const { rotatesAt } = await client.auth.keys.rotate({});
      if (latest === undefined || rotatesAt > latest) latest = rotatesAt;
    }
    done.push({ step: "deploy", version: tenant });
    deps.log(`signing-keys: ${options.undo ? "restored" : "rotated"} ${tenant}`);
  }
  if (options.dryRun) return { ...progress, done: [], next: { ...next, version: `${done.length} tenants` } };
  if (done.length === 0 && options.undo) {
    throw new RotationError(
      "nothing_to_undo",
      "No tenant has a requested rotation, or a previous key that still verifies.",
      "A rotation can be undone for 16 minutes. Rotate again for new keys.",
    );
  }
  const isLater = latest !== undefined && latest > deps.now();
  const notes = isLater ? [`The last tenant signs with its next key from ${latest?.toISOString()}.`] : [];
  return { ...progress, done, notes };
}

/** Slugs of the tenants, the platform's own first. */
async function* tenantsOf({ service, tenant }: SigningKeysDeps): AsyncGenerator<string> {
  if (tenant !== undefined) {
    yield tenant;
    return;
  }
  yield PLATFORM;
  for await (const { slug, status } of await service.client().tenants.list()) {
    if (status === "active" && slug !== PLATFORM) yield slug;
  }
}

function emptyIfClosed(error: unknown): { keys: [] } {
  if (error instanceof CfAuthError && CLOSED.includes(error.code)) return { keys: [] };
  throw error;
}
