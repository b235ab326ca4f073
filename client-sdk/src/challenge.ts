import { CfAuthError } from "./calls/error.ts";

interface ProofOfWork {
  readonly kind: "proof-of-work";
  readonly text: string;
  readonly bits: number;
}

/** So many hashes are under way at once. */
const BATCH = 64;

/**
 * Meets the challenge that a call was refused for with `challenge_required`: finds the number that the service asks for,
 * which takes about a second. Undefined for any other error, and where the deployment asks for Cloudflare's widget:
 * then show it with the site key and action in `error.details.challenge`, and pass on its token.
 *
 * @example
 * const challenge = await solveChallenge(error);
 * if (challenge === undefined) throw error;
 * await cfauth.auth.login({ email, password, challenge });
 */
export async function solveChallenge(
  error: unknown,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<{ token: string } | undefined> {
  const challenge = error instanceof CfAuthError && error.code === "challenge_required" && error.details.challenge;
  if (!isProofOfWork(challenge)) return undefined;
  for (let first = 0; ; first += BATCH) {
    signal?.throwIfAborted();
    const tokens = Array.from({ length: BATCH }, (_, i) => `${challenge.text}.${first + i}`);
    const zeros = await Promise.all(tokens.map(zeroBits));
    const token = tokens.find((_, i) => (zeros[i] ?? 0) >= challenge.bits);
    if (token !== undefined) return { token };
  }
}

/** How many zero bits the SHA-256 of the text begins with; as far as 32. */
async function zeroBits(text: string): Promise<number> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Math.clz32(new DataView(hash).getUint32(0));
}

function isProofOfWork(challenge: unknown): challenge is ProofOfWork {
  return typeof challenge === "object" && challenge !== null && "text" in challenge && "bits" in challenge;
}
