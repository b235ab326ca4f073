/**
 * Kinds of email with the values of their templates. Values are plain text, never HTML. Times (`when`, `until`) are ISO 8601 here; the
 * email has them in its language.
 */
export interface EmailValues {
  /** Sent to an unverified email: a link, and a code to type. */
  readonly verify_email: { readonly link: string; readonly code: string };
  /** Sent when somebody registers with an email that a user already has. */
  readonly already_registered: { readonly link: string };
  readonly reset_password: { readonly link: string };
  readonly password_changed: { readonly when: string; readonly ip: string };
  /** Sent to the current email before a change. */
  readonly confirm_email_change: { readonly link: string; readonly newEmail: string };
  /** Sent to the new email before a change. */
  readonly confirm_new_email: { readonly link: string };
  /** Sent to the old email after a change. */
  readonly email_changed: { readonly newEmail: string };
  /** A code that signs in, or that is a second factor. */
  readonly sign_in_code: { readonly code: string };
  /** A link that signs in. */
  readonly sign_in_link: { readonly link: string };
  readonly new_device: {
    readonly device: string;
    /** City and country; empty if unknown. */
    readonly location: string;
    readonly when: string;
    readonly ip: string;
  };
  /** Sent after a change of the ways to sign in: `change` names it, and the language's catalogue has its sentence. */
  readonly security_changed: { readonly change: string; readonly when: string; readonly ip: string };
  /** Sent when an administrator requested to remove the second factors. */
  readonly factors_reset: { readonly when: string };
  /** Sent when a refresh token was used twice and its session ended. */
  readonly session_stolen: { readonly when: string; readonly ip: string };
  /** Sent to an invited user: a link to choose a password, and the inviter, which defaults to the tenant. */
  readonly invitation: { readonly link: string; readonly inviter: string };
  readonly account_deleted: Readonly<Record<never, never>>;
  /** Sent to the creator of an API key that was reported as leaked. */
  readonly api_key_leaked: {
    readonly tenant: string;
    readonly name: string;
    readonly hint: string;
    readonly when: string;
  };
  /** Sent to the creator of a webhook that was disabled because its deliveries failed. */
  readonly webhook_disabled: { readonly tenant: string; readonly host: string; readonly when: string };
  /** Sent to a platform admin whose permissions changed. */
  readonly admin_changed: { readonly change: string; readonly by: string; readonly when: string };
  /** Sent to the managers of a tenant to which an admin took emergency access. */
  readonly break_glass: {
    readonly admin: string;
    readonly tenant: string;
    readonly reason: string;
    readonly until: string;
  };
}

export type EmailKind = keyof EmailValues;

/** Email to be sent once. */
export type OutgoingEmail = {
  readonly [Kind in EmailKind]: {
    readonly kind: Kind;
    /** Idempotency key: emails with the same key are sent once. It is stored and shown, so it must contain no secret. */
    readonly key: string;
    /** Recipient, exactly as stored with the user: no email goes anywhere else. */
    readonly to: string;
    /** User to whom the email is sent. An email can pass to another user, who must not see earlier records. */
    readonly userId: string;
    readonly values: EmailValues[Kind];
  };
}[EmailKind];

/** Queue of a tenant's outgoing emails. */
export interface Outbox {
  /** Stores the email until it is sent. */
  enqueue(email: OutgoingEmail): Promise<void>;
  /** Does the work of `enqueue` without sending anything, so that the response time does not reveal whether a user exists. */
  enqueueDecoy(email: OutgoingEmail): Promise<void>;
}
