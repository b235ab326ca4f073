import { CfAuthError } from "@cf-auth/client/errors";
import {
  createVerifier,
  type FactorRequirements,
  type VerifiedToken,
  type Verifier,
  type VerifierOptions,
} from "@cf-auth/client/verify";
import { MINTED } from "./minted.ts";

/** A token that is good, and the same with a factor that its user has not shown. */
export async function run() {
  const { url, tenant, keys, token, at } = MINTED;
  const options: VerifierOptions = { url, tenant, now: () => at, fetch: async () => Response.json({ keys }) };
  const verifier: Verifier = createVerifier(options);
  const { userId, factors }: VerifiedToken = await verifier.verify(token);
  const required: FactorRequirements = { requireFactor: "otp" };
  const error = await verifier.verify(token, required).catch((thrown: unknown) => thrown);
  return { userId, factors: Object.keys(factors), code: error instanceof CfAuthError ? error.code : undefined };
}

export const sees: Awaited<ReturnType<typeof run>> = {
  userId: "usr_anne",
  factors: ["pwd"],
  code: "factor_required",
};
