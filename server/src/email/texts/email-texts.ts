import type { EmailKind } from "../email.ts";
import type { Block } from "../email-layout.ts";

/** Changes of an account that its user is emailed about (SECURITY rule 12). */
export const SECURITY_CHANGES = [
  "totp_added",
  "totp_removed",
  "passkey_added",
  "passkey_removed",
  "backup_codes_created",
  "backup_code_used",
  "identity_linked",
  "identity_unlinked",
  "factors_reset",
  "password_removed",
] as const;
export type SecurityChange = (typeof SECURITY_CHANGES)[number];

export interface DefaultEmail {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** The catalogue of a language. */
export interface EmailTexts {
  readonly emails: { readonly [Kind in EmailKind]: DefaultEmail };
  /** Sentences of the email `security_changed`. */
  readonly changes: Readonly<Record<SecurityChange, string>>;
  readonly unknownLocation: string;
}
