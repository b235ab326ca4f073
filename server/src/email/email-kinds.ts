import type { LetterKind, Letters } from "./email.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Whoever has one of these can act as the user: they are kept sealed, and nowhere once the letter is sent. */
type SecretValue = "link" | "code";

interface KindOfLetter<Kind extends LetterKind> {
  readonly values: readonly Exclude<keyof Letters[Kind], SecretValue>[];
  readonly secrets: readonly Extract<keyof Letters[Kind], SecretValue>[];
  /** How long after it was posted it is still worth sending. */
  readonly worthSeconds: number;
}

const KINDS: { readonly [Kind in LetterKind]: KindOfLetter<Kind> } = {
  verify_email: { values: [], secrets: ["link", "code"], worthSeconds: DAY },
  already_registered: { values: [], secrets: ["link"], worthSeconds: DAY },
  // As long as the link is good (SECURITY.md, Numbers).
  reset_password: { values: [], secrets: ["link"], worthSeconds: 30 * MINUTE },
  password_changed: { values: ["when", "ip"], secrets: [], worthSeconds: DAY },
  confirm_email_change: { values: ["newEmail"], secrets: ["link"], worthSeconds: DAY },
  confirm_new_email: { values: [], secrets: ["link"], worthSeconds: DAY },
  email_changed: { values: ["newEmail"], secrets: [], worthSeconds: DAY },
  session_stolen: { values: ["when", "ip"], secrets: [], worthSeconds: DAY },
  invitation: { values: ["inviter"], secrets: ["link"], worthSeconds: DAY },
  account_deleted: { values: [], secrets: [], worthSeconds: DAY },
  api_key_leaked: { values: ["tenant", "name", "hint", "when"], secrets: [], worthSeconds: DAY },
  admin_changed: { values: ["change", "by", "when"], secrets: [], worthSeconds: DAY },
  break_glass: { values: ["admin", "tenant", "reason", "until"], secrets: [], worthSeconds: DAY },
};

/** Every kind, for what takes one as its input. */
export const LETTER_KINDS = [
  "verify_email",
  "already_registered",
  "reset_password",
  "password_changed",
  "confirm_email_change",
  "confirm_new_email",
  "email_changed",
  "session_stolen",
  "invitation",
  "account_deleted",
  "api_key_leaked",
  "admin_changed",
  "break_glass",
] as const satisfies readonly LetterKind[];

export function worthSeconds(kind: LetterKind): number {
  return KINDS[kind].worthSeconds;
}

/** The placeholders that a template of the kind may have: those that are secrets apart. */
export function placeholdersOf(kind: LetterKind): {
  readonly values: readonly string[];
  readonly secrets: readonly string[];
} {
  const { values, secrets } = KINDS[kind];
  // Every letter can say the name that the tenant goes by.
  return { values: ["brand", ...values], secrets };
}
