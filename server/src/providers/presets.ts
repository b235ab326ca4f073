/** Providers whose deviations from OpenID Connect are known; `oidc` is any other that has none. */
export const PRESETS = ["google", "microsoft", "apple", "github", "gitlab", "slack", "linkedin", "oidc"] as const;
export type PresetName = (typeof PRESETS)[number];

/** How a provider deviates from OpenID Connect. */
export interface Preset {
  /** Issuer; null where each provider of this preset names its own. */
  readonly issuer: string | null;
  readonly scopes: readonly string[];
  /** Issuers that its metadata may have, where that differs from the URL that the metadata is fetched from. */
  readonly metadataIssuers?: readonly string[];
  /** Whether it takes PKCE (RFC 7636). Defaults to true. */
  readonly pkce?: boolean;
  /** Whether its ID tokens contain the nonce. Defaults to true. */
  readonly nonce?: boolean;
  /** Whether the answer comes as a form, which it requires for name and email. Defaults to false. */
  readonly formPost?: boolean;
  /** Where the client secret goes. Defaults to what the metadata says. */
  readonly clientAuth?: "basic" | "post";
  /** Whether it isn't OpenID Connect: the person is read from GitHub's API. */
  readonly isGithub?: boolean;
  /** Whether the issuer of an ID token contains the organization's id, as with Microsoft's `common`. */
  readonly issuerTemplate?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

const OPENID = ["openid", "email", "profile"] as const;

export const PRESET: Readonly<Record<PresetName, Preset>> = {
  google: { issuer: "https://accounts.google.com", scopes: OPENID },
  // The metadata of `common` has a template for an issuer, and each organization's ID tokens have its own.
  microsoft: {
    issuer: "https://login.microsoftonline.com/common/v2.0",
    scopes: OPENID,
    metadataIssuers: ["https://login.microsoftonline.com/{tenantid}/v2.0"],
    issuerTemplate: "https://login.microsoftonline.com/{tenantid}/v2.0",
  },
  // Apple sends name and email only by form_post, and the name only the first time.
  apple: {
    issuer: "https://appleid.apple.com",
    scopes: ["openid", "name", "email"],
    formPost: true,
    clientAuth: "post",
  },
  github: {
    issuer: "https://github.com/login/oauth",
    scopes: ["read:user", "user:email"],
    clientAuth: "post",
    isGithub: true,
  },
  gitlab: { issuer: "https://gitlab.com", scopes: OPENID },
  slack: { issuer: "https://slack.com", scopes: OPENID, clientAuth: "post" },
  // LinkedIn refuses a PKCE verifier beside a client secret, and returns no nonce.
  linkedin: {
    issuer: "https://www.linkedin.com/oauth",
    scopes: OPENID,
    metadataIssuers: ["https://www.linkedin.com", "https://www.linkedin.com/oauth"],
    pkce: false,
    nonce: false,
    clientAuth: "post",
  },
  oidc: { issuer: null, scopes: OPENID },
};
