import type { Keyring } from "../ports/encryption.ts";
import { log } from "../ports/logger.ts";
import type { Defer, Pause } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { CallCipher, type CallName } from "./call-encryption.ts";
import type { BeginResult, CallEnd, CallRecords, NewCall, Partition, PreviousCall } from "./call-record.ts";

/** Delays between the polls of a replay that waits for the first call, 1.6 seconds in total. */
const POLL_DELAYS_MS = [25, 50, 100, 200, 400, 800];
/** Delays before a failed request to the object is retried. */
const RETRY_DELAYS_MS = [50, 250];
const RETRY_AFTER_SECONDS = 1;
const RETRY_WHEN_FULL_SECONDS = 60;
/** Longer responses are not stored. */
export const MAX_RESPONSE_LENGTH = 256 * 1024;

/** A call that its client may repeat with the same key. */
export interface IdempotentCall extends CallName {
  /** The input, serialized by `inputText`. */
  readonly input: string;
  readonly requestId: string;
  readonly partition: Partition;
}

/** The result of a call, and what its replays find: a response, that nothing was changed, or that it is unknown. */
export interface WorkResult<Result> {
  readonly result: Result;
  readonly outcome: { readonly answer: string } | "nothing" | "unknown";
}

interface Deps {
  readonly records: CallRecords;
  readonly secrets: Keyring;
  readonly pause: Pause;
  readonly defer: Defer;
}

/**
 * Runs a call's work once per idempotency key. A replay gets the first call's response. Work whose outcome is unknown
 * is never repeated: its replays get an error.
 *
 * The result doesn't wait until it is stored. Until then replays find the call running and wait. If it is never stored,
 * or the work was interrupted, replays get `idempotency_outcome_unknown`.
 *
 * Throws `idempotency_key_reused` if the input differs, `idempotency_key_in_use`, `idempotency_outcome_unknown`,
 * `idempotency_response_too_large`, and `rate_limited` if no more calls can be recorded.
 */
export async function withIdempotency<Result>(
  { records, secrets, pause, defer }: Deps,
  { input, requestId, partition, ...name }: IdempotentCall,
  work: () => Promise<WorkResult<Result>>,
): Promise<{ readonly result: Result } | { readonly answer: string }> {
  const cipher = await CallCipher.of(name, secrets);
  const call = { id: cipher.id, requestId, partition, fingerprint: await cipher.fingerprint(input) };
  const begun = await begin({ records, pause }, call);
  if (begun.state === "full") throw new AppError("rate_limited", { retryAfterSeconds: RETRY_WHEN_FULL_SECONDS });
  if (begun.state === "earlier") return { answer: await responseOf(cipher, begun, input) };
  const { result, outcome } = await work();
  defer(recordOutcome({ records, pause }, cipher, call, outcome));
  return { result };
}

/** Begins a call, and waits up to 1.6 seconds while another request makes it. */
async function begin({ records, pause }: Pick<Deps, "records" | "pause">, call: NewCall): Promise<BeginResult> {
  const beginOnce = async () => await withRetries(pause, () => records.beginCall(call));
  let begun = await beginOnce();
  for (const wait of POLL_DELAYS_MS) {
    if (begun.state !== "earlier" || begun.end !== null) break;
    await pause(wait);
    begun = await beginOnce();
  }
  return begun;
}

async function responseOf(
  cipher: CallCipher,
  { fingerprint, end, requestId }: PreviousCall,
  input: string,
): Promise<string> {
  try {
    if (!(await cipher.isFingerprintOf(fingerprint, input))) throw new AppError("idempotency_key_reused");
    if (end?.kind === "answered") return await cipher.decrypt(end.answer);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Encrypted under a secret that the deployment no longer has.
    throw new AppError("idempotency_outcome_unknown", { requestId });
  }
  if (end === null) {
    throw new AppError("idempotency_key_in_use", { requestId, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  if (end.kind !== "too_large") throw new AppError("idempotency_outcome_unknown", { requestId });
  const max = MAX_RESPONSE_LENGTH;
  const message = `The call was made before with this idempotency key. Its response has more than ${max} characters and was not stored.`;
  throw new AppError("idempotency_response_too_large", { requestId, max }, message);
}

/** Stores the outcome of a call. If that fails, replays get `idempotency_outcome_unknown`. */
async function recordOutcome(
  { records, pause }: Pick<Deps, "records" | "pause">,
  cipher: CallCipher,
  call: NewCall,
  outcome: WorkResult<unknown>["outcome"],
): Promise<void> {
  try {
    if (outcome === "nothing") return await withRetries(pause, () => records.releaseCall(call));
    const end = await callEndOf(cipher, outcome);
    await withRetries(pause, () => records.endCall(call, end));
  } catch (error) {
    log("error", "The response of an idempotent call couldn't be stored.", { requestId: call.requestId, error });
  }
}

async function callEndOf(cipher: CallCipher, outcome: { readonly answer: string } | "unknown"): Promise<CallEnd> {
  if (outcome === "unknown") return { kind: outcome, answer: null };
  if (outcome.answer.length > MAX_RESPONSE_LENGTH) return { kind: "too_large", answer: null };
  return { kind: "answered", answer: await cipher.encrypt(outcome.answer) };
}

/** Retries a request to the object, each of which is safe to repeat. */
async function withRetries<T>(pause: Pause, request: () => Promise<T>): Promise<T> {
  for (const wait of RETRY_DELAYS_MS) {
    try {
      return await request();
    } catch {
      await pause(wait);
    }
  }
  return await request();
}
