import type { EmailKind, EmailValues } from "./email.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Values with which anybody can act as the user. They are encrypted in the queue and deleted once the email is sent. */
type SecretValue = "link" | "code";

interface KindDefinition<Kind extends EmailKind> {
  readonly values: readonly Exclude<keyof EmailValues[Kind], SecretValue>[];
  readonly secrets: readonly Extract<keyof EmailValues[Kind], SecretValue>[];
  /** Seconds after queueing within which the email is still sent. */
  readonly sendWithinSeconds: number;
}

const KINDS: { readonly [Kind in EmailKind]: KindDefinition<Kind> } = {
  verify_email: { values: [], secrets: ["link", "code"], sendWithinSeconds: DAY },
  already_registered: { values: [], secrets: ["link"], sendWithinSeconds: DAY },
  // Lifetime of the link (SECURITY.md, Numbers).
  reset_password: { values: [], secrets: ["link"], sendWithinSeconds: 30 * MINUTE },
  password_changed: { values: ["when", "ip"], secrets: [], sendWithinSeconds: DAY },
  confirm_email_change: { values: ["newEmail"], secrets: ["link"], sendWithinSeconds: DAY },
  confirm_new_email: { values: [], secrets: ["link"], sendWithinSeconds: DAY },
  email_changed: { values: ["newEmail"], secrets: [], sendWithinSeconds: DAY },
  sign_in_code: { values: [], secrets: ["code"], sendWithinSeconds: 10 * 60 },
  sign_in_link: { values: [], secrets: ["link"], sendWithinSeconds: 10 * 60 },
  new_device: { values: ["device", "location", "when", "ip"], secrets: [], sendWithinSeconds: DAY },
  security_changed: { values: ["change", "when", "ip"], secrets: [], sendWithinSeconds: DAY },
  factors_reset: { values: ["when"], secrets: [], sendWithinSeconds: DAY },
  session_stolen: { values: ["when", "ip"], secrets: [], sendWithinSeconds: DAY },
  invitation: { values: ["inviter"], secrets: ["link"], sendWithinSeconds: DAY },
  account_deleted: { values: [], secrets: [], sendWithinSeconds: DAY },
  api_key_leaked: { values: ["tenant", "name", "hint", "when"], secrets: [], sendWithinSeconds: DAY },
  webhook_disabled: { values: ["tenant", "host", "when"], secrets: [], sendWithinSeconds: DAY },
  admin_changed: { values: ["change", "by", "when"], secrets: [], sendWithinSeconds: DAY },
  break_glass: { values: ["admin", "tenant", "reason", "until"], secrets: [], sendWithinSeconds: DAY },
};

/** Every kind of email, for input schemas. */
export const EMAIL_KINDS = [
  "verify_email",
  "already_registered",
  "reset_password",
  "password_changed",
  "confirm_email_change",
  "confirm_new_email",
  "email_changed",
  "sign_in_code",
  "sign_in_link",
  "new_device",
  "security_changed",
  "factors_reset",
  "session_stolen",
  "invitation",
  "account_deleted",
  "api_key_leaked",
  "webhook_disabled",
  "admin_changed",
  "break_glass",
] as const satisfies readonly EmailKind[];

export function sendWithinSeconds(kind: EmailKind): number {
  return KINDS[kind].sendWithinSeconds;
}

/** Placeholders that a template of this kind may contain, secrets separately. */
export function placeholdersOf(kind: EmailKind): {
  readonly values: readonly string[];
  readonly secrets: readonly string[];
} {
  const { values, secrets } = KINDS[kind];
  // Every template may contain the tenant's brand name.
  return { values: ["brand", ...values], secrets };
}
