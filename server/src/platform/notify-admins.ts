import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { queryAdminGraph } from "./admin-graph.ts";
import { tenantObject } from "./admin-model.ts";
import type { AdminActor } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { type DecisionDeps, hierarchyTuples } from "./permitted.ts";

const PAGE = 1000;

/** Emails an admin about a change of their rights. */
export async function notifyAdminChanged(
  app: Pick<PlatformDeps, "outbox" | "platform" | "clock">,
  { admin }: AdminActor,
  { id, email }: UserRow,
  { change, revision }: { readonly change: string; readonly revision: number },
): Promise<void> {
  const [changer] = await app.platform.emailsOf([admin.userId]);
  const values = { change, by: changer?.email ?? admin.userId, when: app.clock.now().toISOString() };
  const key = `admin_changed ${id} ${revision}`;
  await app.outbox(admin.tenantId).enqueue({ kind: "admin_changed", key, to: email, userId: id, values });
}

/** Emails all who manage a tenant, including superadmins, about break-glass access to it. */
export async function notifyBreakGlass(
  app: DecisionDeps & Pick<PlatformDeps, "outbox">,
  { admin }: AdminActor,
  tenant: Tenant,
  { reason, until, revision }: { readonly reason: string; readonly until: Date; readonly revision: number },
): Promise<void> {
  const recipients = await app.platform.emailsOf(await managersOf(app, admin.tenantId, tenant.id));
  const [taker] = await app.platform.emailsOf([admin.userId]);
  const values = { admin: taker?.email ?? admin.userId, tenant: tenant.name, reason, until: until.toISOString() };
  const outbox = app.outbox(admin.tenantId);
  for (const { id, email } of recipients) {
    await outbox.enqueue({ kind: "break_glass", key: `break_glass ${id} ${revision}`, to: email, userId: id, values });
  }
}

/** Ids of all admins who manage a tenant, directly, by a parent or by their role. */
async function managersOf(app: DecisionDeps, platformId: string, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  const request = { object: tenantObject(tenantId), relation: "manager", subjectKind: "admin", limit: PAGE };
  const tuples = await hierarchyTuples(app, tenantId);
  for (let after: string | undefined; ; ) {
    const { items, next } = await queryAdminGraph(app, platformId, "listSubjects", { ...request, tuples, after });
    found.push(...items.map((subject) => subject.slice("admin:".length)));
    if (next === undefined) return found;
    after = next;
  }
}
