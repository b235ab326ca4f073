import { parseTuple } from "@cf-auth/engine";
import type { GraphService } from "../authz/graph-service.ts";
import { unwrap } from "../authz/outcome.ts";
import { currentRequestId } from "../ports/request-scope.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AccountRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Claims } from "./assertion.ts";
import type { ProvidersDeps } from "./deps.ts";
import type { GroupMapping } from "./provider-settings.ts";
import type { IdentityProvider } from "./provider-store.ts";

type Granted = NonNullable<AccountRow["details"]>["tuples"][number];
type Identity = Pick<AccountRow, "id" | "tenantId" | "userId" | "issuer" | "subject" | "details">;
type Groups = Pick<IdentityProvider, "settings" | "slug">;
interface Shown {
  readonly claims: Claims;
  readonly details: NonNullable<AccountRow["details"]>;
}

const MAX_GROUPS = 2000;
/** Sign-ins of one person at the same time, of which each has its turn. */
const MAX_TRIES = 5;

/**
 * Gives a user the tuples of their groups at an enterprise provider, and takes those of groups that they left: only tuples that
 * this function wrote, and only those that the mapping lists. What it wrote is stored with the identity before the graph changes, so
 * that an interrupted run leaves nothing behind that nobody removes.
 *
 * Throws `provider_groups_not_synced` if the graph can't be changed: then the user can't sign in, since they may have left a group.
 */
export async function syncGroups(
  app: Pick<ProvidersDeps, "graph" | "identities">,
  tenant: Pick<Tenant, "id">,
  provider: Groups,
  identity: Identity,
  shown: Shown,
): Promise<void> {
  let read: Identity | undefined = identity;
  for (let tries = 0; read !== undefined && tries < MAX_TRIES; tries++) {
    if (await syncOnce(app, tenant, provider, read, shown)) return;
    // What the other sign-in wrote counts here, too.
    read = (await app.identities.find(tenant.id, identity.issuer, identity.subject))?.identity;
  }
  throw new AppError("provider_groups_not_synced", { provider: provider.slug, reason: "conflict" });
}

/** Returns false if a sign-in at the same time has changed the stored tuples: then nothing was written. */
async function syncOnce(
  app: Pick<ProvidersDeps, "graph" | "identities">,
  tenant: Pick<Tenant, "id">,
  { settings: { groups: mappings = [], groupsClaim = "groups" }, slug }: Groups,
  identity: Identity,
  { claims, details }: Shown,
): Promise<boolean> {
  const granted = tuplesOf(mappings, claims[groupsClaim]);
  const written = identity.details?.tuples ?? [];
  if (granted.length === 0 && written.length === 0) {
    return await app.identities.replaceTuples(identity, written, { ...details, tuples: [] });
  }
  const graph = app.graph(tenant.id);
  const user = `user:${identity.userId}`;
  try {
    const added = await absentOf(graph, user, without(granted, written));
    const listed = written.filter((tuple) => mappings.some((mapping) => isSame(mapping, tuple)));
    const left = without(listed, granted);
    const kept = without(written, left);
    const noted = [...written, ...added];
    if (!(await app.identities.replaceTuples(identity, written, { ...details, tuples: noted }))) return false;
    const rewritten = kept.filter((tuple) => granted.some((one) => isSame(one, tuple)));
    await change(graph, user, { writes: [...added, ...rewritten], deletes: left });
    // Another sign-in that has changed them meanwhile has read these, and decides about them.
    await app.identities.replaceTuples(identity, noted, { ...details, tuples: [...kept, ...added] });
    return true;
  } catch (error) {
    // An outage is one, and the rest is a mapping that doesn't fit the model.
    if (!(error instanceof AppError)) throw error;
    throw new AppError("provider_groups_not_synced", { provider: slug, reason: error.code });
  }
}

/** Removes the tuples that an identity's groups gave to its user. */
export async function removeGroups(
  { graph }: Pick<ProvidersDeps, "graph">,
  { tenantId, userId, details }: Identity,
): Promise<void> {
  const deletes = details?.tuples ?? [];
  if (deletes.length > 0) await change(graph(tenantId), `user:${userId}`, { writes: [], deletes });
}

function tuplesOf(mappings: readonly GroupMapping[], claim: unknown): Granted[] {
  const groups = new Set((Array.isArray(claim) ? claim : [claim]).slice(0, MAX_GROUPS));
  const granted = mappings
    .filter(({ group }) => groups.has(group))
    .map(({ relation, object }) => ({ relation, object }));
  return granted.filter((tuple, at) => granted.findIndex((other) => isSame(other, tuple)) === at);
}

type Graph = Pick<GraphService, "query" | "write">;

/** Those tuples that the graph doesn't have. Others were written by somebody else, and stay theirs. */
async function absentOf(graph: Graph, subject: string, tuples: readonly Granted[]): Promise<Granted[]> {
  const found = await Promise.all(
    tuples.map(async (tuple) => {
      const filter = parseTuple({ subject, ...tuple });
      return unwrap(await graph.query("read", { filter, after: undefined, limit: 1 }, undefined)).tuples[0];
    }),
  );
  return tuples.filter((_, at) => found[at] === undefined);
}

async function change(
  graph: Graph,
  subject: string,
  { writes, deletes }: { readonly writes: readonly Granted[]; readonly deletes: readonly Granted[] },
): Promise<void> {
  if (writes.length + deletes.length === 0) return;
  const of = (tuples: readonly Granted[]) => tuples.map(({ relation, object }) => ({ subject, relation, object }));
  const changes = { writes: of(writes), deletes: of(deletes), mustExist: [], mustNotExist: [] };
  unwrap(await graph.write(changes, { actor: "identity-provider", reason: null, requestId: currentRequestId() }));
}

function without(tuples: readonly Granted[], others: readonly Granted[]): Granted[] {
  return tuples.filter((tuple) => !others.some((other) => isSame(other, tuple)));
}

function isSame(a: Granted, b: Granted): boolean {
  return a.relation === b.relation && a.object === b.object;
}
