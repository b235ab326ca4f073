import type { UserRow } from "../../shared/rows.ts";

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
