import { type SQL, sql } from "drizzle-orm";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/**
 * SQL condition that a passkey or an account is the last way in which its user can sign in. It is evaluated in the batch that removes
 * it, so that of two removals at the same time one is refused. A way in counts if the tenant allows it now:
 *
 * - a password, and a passkey that verifies its user, if the method is on
 * - a verified email, if codes or links to sign in, or to choose a password, are sent to it
 * - an identity of a provider that is enabled
 *
 * At an email domain with an enterprise provider only that provider's identities count.
 */
export function isLastWayIn(
  tenant: Tenant,
  { tenantId, id: userId }: Pick<UserRow, "tenantId" | "id">,
  id: string,
): SQL {
  const { signInMethods } = settingsOf(tenant);
  const isOn = (...methods: readonly (typeof signInMethods)[number][]) =>
    sql.raw(methods.some((method) => signInMethods.includes(method)) ? "1" : "0");
  // One row: the enterprise provider of the email's domain, if it has one.
  const person = sql`select users.tenant_id, users.id, users.email_verified_at, (
      select provider.id from email_domains as domain
      join identity_providers as provider on provider.id = domain.provider_id and provider.enabled = 1
      where domain.tenant_id = users.tenant_id and domain.verified_at is not null
        and domain.domain = substr(users.email_key, instr(users.email_key, '@') + 1)) as enterprise
    from users where users.tenant_id = ${tenantId} and users.id = ${userId}`;
  const own = sql`tenant_id = (select tenant_id from person) and user_id = (select id from person)`;
  const ways = sql`
    select id as way from person
      where enterprise is null and email_verified_at is not null and ${isOn("password", "email_code", "magic_link")}
    union all select id from accounts
      where ${own} and issuer = 'password' and secret is not null and ${isOn("password")}
        and (select enterprise from person) is null
    union all select id from passkeys
      where ${own} and user_verified = 1 and ${isOn("passkey")} and (select enterprise from person) is null
    union all select account.id from accounts as account
      join person on account.tenant_id = person.tenant_id and account.user_id = person.id
      join identity_providers as provider on provider.tenant_id = account.tenant_id and provider.enabled = 1
        and (provider.issuer = account.issuer or provider.id = json_extract(account.details, '$.providerId'))
      where account.issuer <> 'password'
        and iif(provider.kind = 'enterprise', provider.id = person.enterprise, person.enterprise is null)`;
  return sql`(with person as (${person}) select coalesce(min(way = ${id}), 0) from (${ways}))`;
}
