import { type SQL, sql } from "drizzle-orm";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** What is about to be removed from a user. */
export type Removal = { readonly passkeyId: string } | { readonly accountId: string };

/**
 * SQL condition that the user can still sign in after a removal: with a password, by a verified email, with a passkey that verifies its
 * user, or at an identity provider, as far as the tenant allows it.
 */
export function hasOtherWayIn(
  tenant: Tenant,
  { tenantId, id }: Pick<UserRow, "tenantId" | "id">,
  removal: Removal,
): SQL {
  const { signInMethods } = settingsOf(tenant);
  const passkeyId = "passkeyId" in removal ? removal.passkeyId : "";
  const accountId = "accountId" in removal ? removal.accountId : "";
  const ways = [
    sql`exists (select 1 from accounts where tenant_id = ${tenantId} and user_id = ${id}
    and issuer <> 'password' and id <> ${accountId})`,
  ];
  if (signInMethods.includes("password"))
    ways.push(sql`exists (select 1 from accounts where tenant_id = ${tenantId} and user_id = ${id}
      and issuer = 'password' and secret is not null and id <> ${accountId})`);
  // An email receives codes and links, and the link to choose a password.
  if (signInMethods.some((method) => method !== "passkey"))
    ways.push(
      sql`exists (select 1 from users where tenant_id = ${tenantId} and id = ${id} and email_verified_at is not null)`,
    );
  if (signInMethods.includes("passkey"))
    ways.push(sql`exists (select 1 from passkeys where tenant_id = ${tenantId} and user_id = ${id}
      and user_verified = 1 and id <> ${passkeyId})`);
  return sql`(${sql.join(ways, sql` or `)})`;
}
