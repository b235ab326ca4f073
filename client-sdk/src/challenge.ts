import { CfAuthError } from "./calls/error.ts";

interface ProofOfWork {
  readonly kind: "proof-of-work";
  readonly text: string;
  readonly bits: number;
}

/** Hashes computed in parallel. */
const BATCH = 64;

/**
 * Solves the proof of work of a `challenge_required` error, in about one second.
 *
 * @param error - The error that a call threw.
 * @param options - `signal` aborts the computation.
 * @returns The `challenge` to repeat the call with. Undefined for any other error, and if the deployment uses Cloudflare Turnstile: then
 * render the widget with `siteKey` and `action` of `error.details.challenge` and pass `{ token }`.
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

/** The number of leading zero bits of the text's SHA-256, at most 32. */
async function zeroBits(text: string): Promise<number> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Math.clz32(new DataView(hash).getUint32(0));
}

function isProofOfWork(challenge: unknown): challenge is ProofOfWork {
  return typeof challenge === "object" && challenge !== null && "text" in challenge && "bits" in challenge;
}
