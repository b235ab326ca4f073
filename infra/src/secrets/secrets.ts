import { randomBytes } from "node:crypto";
import { parseKeyring, withNewVersion } from "./keyring.ts";

/** What a secret has to look like, and how one is made where that is ours to do. */
interface Form {
  /** What is wrong with a value, as the end of a sentence that begins with its name; never with anything of the value. */
  readonly problemOf: (value: string) => string | undefined;
  readonly generate?: () => string;
  /** Whether it is a list of versions, which grows at its front and is never replaced. */
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

/** All literal secrets that a stack has, each under the name that its reader calls it by. */
export const SECRETS: ReadonlyMap<string, Form> = new Map(
  Object.entries<Form>({
    /** User and account tokens with their prefixes, and those from before there were any. */
    CLOUDFLARE_API_TOKEN: matching(
      /^(?:cf[au]t_[A-Za-z0-9]{40,72}|(?!cf[a-z]{1,2}_)[A-Za-z0-9_-]{40})$/,
      "is not an API token of Cloudflare's, such as cfat_…",
    ),
    JWT_SECRET: versions,
    PASSWORD_PEPPER: versions,
    BOOTSTRAP_SECRET: matching(
      new RegExp(`^[!-~]{${MINIMUM_BOOTSTRAP_SECRET},}$`),
      `must have at least ${MINIMUM_BOOTSTRAP_SECRET} characters, of printable ASCII without spaces`,
      () => randomBytes(MINIMUM_BOOTSTRAP_SECRET).toString("base64url"),
    ),
    SMOKE_KEY: matching(/^sk_test_[0-9A-Za-z]{49}$/, "is not a secret key of a test tenant, sk_test_…"),
  }),
);

/**
 * What the environment of a stack's literal secrets is first made of: their names, without values. An empty value counts
 * as absent, since a name that is not there at all could not be referred to.
 */
export function emptySecrets(): string {
  const lines = [...SECRETS.keys()].map((name) => `  ${name}: ""`);
  return ["values:", ...lines, ""].join("\n");
}
