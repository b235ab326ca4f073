import type { PasskeyRow } from "../../factors/factor-store.ts";
import { toBase64Url, utf8 } from "../../ports/encoding.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";

/** What a client needs to have an authenticator create a passkey, or use one. */
export interface Started<Options> {
  readonly options: Options;
  readonly challengeToken: string;
  readonly expiresAt: Date;
}

/** Whether the tenant's users may sign in with a passkey alone. */
export function acceptsSignIn(tenant: Tenant): boolean {
  return settingsOf(tenant).signInMethods.includes("passkey");
}

/** The user handle: the user's id, which is no personal data (WebAuthn Level 3 §14.6.1). */
export function userHandleOf(userId: string): string {
  return toBase64Url(utf8(userId));
}

/** How options name a passkey. */
export function descriptorOf({ credentialId, transports }: PasskeyRow) {
  return { type: "public-key" as const, id: credentialId, transports: [...transports] };
}
