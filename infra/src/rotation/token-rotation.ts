import { SECRETS } from "../secrets/secrets.ts";
import type { RotateOptions } from "./arguments.ts";
import type { RotationDeps } from "./keyring-rotation.ts";
import type { Progress } from "./names.ts";
import { RotationError, RotationUsageError } from "./rotation-error.ts";
import { TOKEN_SET_AT } from "./status.ts";
import { rotateValue } from "./value-rotation.ts";

const NAME = "CLOUDFLARE_API_TOKEN";

export interface TokenDeps extends RotationDeps {
  readonly readValue: () => Promise<string>;
  /** Throws unless the token is active and may do what a deployment does. */
  readonly checkRights: (token: string) => Promise<void>;
}

/**
 * Rotates the token that deploys. The new one is checked before it is stored, and the present one stays valid until a person deletes
 * it. "Roll" would end it at once, with no way back. Throws `RotationError`.
 */
export async function rotateToken(options: RotateOptions, deps: TokenDeps): Promise<Progress> {
  const { store, checkRights } = deps;
  if (store.values === undefined) {
    throw new RotationError(
      "token_not_stored",
      `A deployment without Pulumi doesn't store ${NAME}: it is only in the environment of those who deploy.`,
      "Create another token in Cloudflare's dashboard, run `cf-auth deploy --dry-run` with it, then delete the old one.",
    );
  }
  const read = async () => {
    const token = (await deps.readValue()).trim();
    const problem = SECRETS.get(NAME)?.problemOf(token);
    if (problem !== undefined) {
      throw new RotationUsageError(
        `The value ${problem}. Nothing was changed.`,
        "Create a token in Cloudflare's dashboard.",
      );
    }
    try {
      await checkRights(token);
    } catch (error) {
      if (error instanceof RotationError) throw error;
      const reason = error instanceof Error ? error.message : "The token can't be checked.";
      throw new RotationError(
        "token_rights",
        reason,
        "Give the token the permissions of docs/deploying.md, then repeat.",
      );
    }
    return { [NAME]: token };
  };
  // Not a secret of the Worker: the next deployment reads it.
  const watch = async () => async () => {};
  const afterRetirement = "Delete the previous token in Cloudflare's dashboard.";
  const progress = await rotateValue(
    { rotation: "api-token", names: [NAME], read, watch, afterRetirement },
    store.values,
    options,
    { store: { ...store, deploy: async () => true }, log: deps.log },
  );
  // For its age: the Worker doesn't have the token.
  if (progress.done.some(({ step }) => step === "deploy")) {
    await store.values.set({ [TOKEN_SET_AT]: deps.now().toISOString() });
  }
  return progress;
}
