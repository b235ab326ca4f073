import type { SessionState } from "../../sessions/session-store.ts";
import type { UserRow } from "../../shared/rows.ts";
import { PLATFORM_SLUG } from "../../shared/tenant.ts";
import { type PageVisit, userApi } from "./page-visit.ts";

/** What the account page shows. */
export interface AccountData {
  readonly user: UserRow;
  readonly hasPassword: boolean;
  readonly factors: { readonly totp: object | null; readonly backupCodesLeft: number };
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: Date;
    readonly lastUsedAt: Date | null;
  }[];
  /** Linked accounts of identity providers. */
  readonly identities: readonly {
    readonly id: string;
    readonly issuer: string;
    /** Slug of the provider, if the tenant has it. */
    readonly provider: string | null;
    readonly email: string | null;
  }[];
  /** Identity providers with which everybody can sign in. */
  readonly providers: readonly { readonly slug: string; readonly name: string }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly location: string;
    readonly lastUsedAt: Date;
    readonly current: boolean;
  }[];
}

/** Reads it for the signed-in user. */
export async function accountData(visit: PageVisit, state: SessionState): Promise<AccountData> {
  const { app } = visit;
  const { user, tenant } = state;
  const { auth } = userApi(visit, state);
  // Platform admins have no linked accounts.
  const hasIdentities = tenant.slug !== PLATFORM_SLUG;
  const [factors, sessions, passkeys, identities, providers, stored] = await Promise.all([
    auth.factors.list(),
    auth.sessions.list({}),
    auth.passkeys.list({}),
    hasIdentities ? auth.identities.list() : { items: [] },
    hasIdentities ? app.identityProviders.listSocial(tenant.id) : [],
    app.auth.findWithPassword(user.id),
  ]);
  return {
    ...{ user, factors, providers, hasPassword: stored?.passwordHash != null },
    ...{ sessions: sessions.items, passkeys: passkeys.items, identities: identities.items },
  };
}
