/** What users are told by mail, and what each letter's text needs. Values are plain text, never HTML. */
export interface Letters {
  /** To a new address: a link, or a code to type. */
  readonly verify_email: { readonly link: string; readonly code: string };
  /** Somebody registers with an address that has a user already. */
  readonly already_registered: { readonly link: string };
  readonly reset_password: { readonly link: string };
  readonly password_changed: { readonly when: string; readonly ip: string };
  /** To the present address, before it changes. */
  readonly confirm_email_change: { readonly link: string; readonly newEmail: string };
  /** To the new address. */
  readonly confirm_new_email: { readonly link: string };
  /** To the old address, once it has changed. */
  readonly email_changed: { readonly newEmail: string };
  /** A refresh token was used twice, and its session ended. */
  readonly session_stolen: { readonly when: string; readonly ip: string };
  /** An account was made for somebody: a link to choose a password, and who invited them, the tenant if nobody is named. */
  readonly invitation: { readonly link: string; readonly inviter: string };
  readonly account_deleted: Readonly<Record<never, never>>;
  /** To whoever made an API key, once somebody has reported that they found it. */
  readonly api_key_leaked: {
    readonly tenant: string;
    readonly name: string;
    readonly hint: string;
    readonly when: string;
  };
  /** To a platform admin, of whom somebody changed what they may do. */
  readonly admin_changed: { readonly change: string; readonly by: string; readonly when: string };
  /** To those who manage a tenant: an admin took that, for a while. */
  readonly break_glass: {
    readonly admin: string;
    readonly tenant: string;
    readonly reason: string;
    readonly until: string;
  };
}

export type LetterKind = keyof Letters;

/** A letter to be sent once. */
export type Letter = {
  readonly [Kind in LetterKind]: {
    readonly kind: Kind;
    /** Letters of the same key are one letter, however often they are posted. It is kept and shown, so it tells no secret. */
    readonly key: string;
    /** The address as it is stored with the user: mail goes nowhere else. */
    readonly to: string;
    /** Whom it is for: emails change hands, and nobody is shown what another was sent. */
    readonly userId: string;
    readonly values: Letters[Kind];
  };
}[LetterKind];

/** A tenant's letters on their way. */
export interface Outbox {
  /** Keeps the letter until it is sent; returns once it is stored. */
  post(letter: Letter): Promise<void>;
  /** Does the work of `post` for a letter that nobody gets, so that the time does not tell whether there was one. */
  postToNobody(letter: Letter): Promise<void>;
}
