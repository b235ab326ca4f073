import { randomBytes } from "node:crypto";
import { parseKeyring, withNewVersion } from "./keyring.ts";

/** The form of a secret, and its generator if cf-auth can generate it. */
interface Form {
  /**
   * Describes the problem of a value, as the end of a sentence that begins with the secret's name. Never contains the
   * value.
   */
  readonly problemOf: (value: string) => string | undefined;
  readonly generate?: () => string;
  /** Whether it is a keyring, whose versions are added in front and never replaced. */
  readonly isVersioned?: true;
}

const MINIMUM_BOOTSTRAP_SECRET = 32;

const versions: Form = {
  problemOf: (value) =>
    parseKeyring(value) === undefined
      ? "must be id:base64 pairs, comma-separated, newest first, each of at least 32 bytes"
      : undefined,
  generate: () => withNewVersion([]),
  isVersioned: true,
};

const matching = (pattern: RegExp, problem: string, generate?: () => string): Form => ({
  problemOf: (value) => (pattern.test(value) ? undefined : problem),
  ...(generate !== undefined && { generate }),
});

/** The literal secrets of a stack, each under the name that its reader uses. */
export const SECRETS: ReadonlyMap<string, Form> = new Map(
  Object.entries<Form>({
    /** User and account tokens with their prefixes, and older tokens without one. */
    CLOUDFLARE_API_TOKEN: matching(
      /^(?:cf[au]t_[A-Za-z0-9]{40,72}|(?!cf[a-z]{1,2}_)[A-Za-z0-9_-]{40})$/,
      "is not a Cloudflare API token, such as cfat_…",
    ),
    JWT_SECRET: versions,
    PASSWORD_PEPPER: versions,
    BACKUP_KEY: versions,
    BOOTSTRAP_SECRET: matching(
      new RegExp(`^[!-~]{${MINIMUM_BOOTSTRAP_SECRET},}$`),
      `must have at least ${MINIMUM_BOOTSTRAP_SECRET} printable ASCII characters without spaces`,
      () => randomBytes(MINIMUM_BOOTSTRAP_SECRET).toString("base64url"),
    ),
    OPERATIONS_KEY: matching(/^plk_live_[0-9A-Za-z]{49}$/, "is not a platform key (plk_live_…)"),
    SMOKE_KEY: matching(/^sk_test_[0-9A-Za-z]{49}$/, "is not a secret key of a test tenant (sk_test_…)"),
  }),
);

/**
 * The initial definition of a secrets environment: all names with empty values. An empty value counts as unset; a
 * missing name would break references to it.
 */
export function emptySecrets(): string {
  const lines = [...SECRETS.keys()].map((name) => `  ${name}: ""`);
  return ["values:", ...lines, ""].join("\n");
}
