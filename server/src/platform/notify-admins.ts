import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { askAdmins } from "./admin-graph.ts";
import { tenantObject } from "./admin-model.ts";
import type { By } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { type DecisionDeps, placeOf } from "./permitted.ts";

const PAGE = 1000;

/** Tells an admin by mail what they may do from now on. */
export async function tellOfChange(
  app: Pick<PlatformDeps, "outbox" | "platform" | "clock">,
  { admin }: By,
  { id, email }: UserRow,
  { change, revision }: { readonly change: string; readonly revision: number },
): Promise<void> {
  const [changer] = await app.platform.addresses([admin.userId]);
  const values = { change, by: changer?.email ?? admin.userId, when: app.clock.now().toUTCString() };
  const key = `admin_changed ${id} ${revision}`;
  await app.outbox(admin.tenantId).enqueue({ kind: "admin_changed", key, to: email, userId: id, values });
}

/** Tells by mail all who manage a tenant, the platform's superadmins among them, that somebody took that for a while. */
export async function tellOfBreakGlass(
  app: DecisionDeps & Pick<PlatformDeps, "outbox">,
  { admin }: By,
  tenant: Tenant,
  { reason, until, revision }: { readonly reason: string; readonly until: Date; readonly revision: number },
): Promise<void> {
  const told = await app.platform.addresses(await managersOf(app, admin.tenantId, tenant.id));
  const [taker] = await app.platform.addresses([admin.userId]);
  const values = { admin: taker?.email ?? admin.userId, tenant: tenant.name, reason, until: until.toUTCString() };
  const outbox = app.outbox(admin.tenantId);
  for (const { id, email } of told) {
    await outbox.enqueue({ kind: "break_glass", key: `break_glass ${id} ${revision}`, to: email, userId: id, values });
  }
}

/** The ids of all admins who manage a tenant, by whatever makes them. */
async function managersOf(app: DecisionDeps, platformId: string, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  const asked = { object: tenantObject(tenantId), relation: "manager", subjectKind: "admin", limit: PAGE };
  const tuples = await placeOf(app, tenantId);
  for (let after: string | undefined; ; ) {
    const { items, next } = await askAdmins(app, platformId, "listSubjects", { ...asked, tuples, after });
    found.push(...items.map((subject) => subject.slice("admin:".length)));
    if (next === undefined) return found;
    after = next;
  }
}
