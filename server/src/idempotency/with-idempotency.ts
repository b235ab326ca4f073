import { failureText } from "../ports/database.ts";
import type { Keyring } from "../ports/encryption.ts";
import type { Defer, Pause } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type CallName, CallCipher } from "./call-encryption.ts";
import type { BeginResult, CallEnd, CallRecords, PreviousCall, NewCall, Partition } from "./call-record.ts";

/** How long a repeat waits for the first call to end, between one look and the next: mostly that is all it takes. */
const POLL_DELAYS_MS = [25, 50, 100, 200, 400, 800];
/** How long to wait before what could not be reached is asked again. */
const RETRY_DELAYS_MS = [50, 250];
const RETRY_AFTER_SECONDS = 1;
const RETRY_WHEN_FULL_SECONDS = 60;
/** A longer answer is not kept. */
export const MAX_RESPONSE_LENGTH = 256 * 1024;

/** A call that its client may repeat. */
export interface IdempotentCall extends CallName {
  /** As `inputText` has it. */
  readonly input: string;
  readonly requestId: string;
  readonly partition: Partition;
}

/** What a call came to, and what its repeats are to find: an answer, or that nothing was changed, or that it is not known. */
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
 * Does a call's work, unless the call was made before: then it is the answer of that time. The work is done by one
 * request and never again, whatever becomes of that: a repeat that comes while nobody knows is told so.
 *
 * The answer does not wait until it is kept. Until then repeats find the call running, and wait; if it is never kept, they
 * are told in the end that the outcome is unknown, as where the work was cut off.
 *
 * Throws `idempotency_key_reused` where the input was another, `idempotency_key_in_use`, `idempotency_outcome_unknown`,
 * `idempotency_response_too_large`, and `rate_limited` where more calls are kept than there is room for.
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

/** Begins a call, and waits a while where another request is about it. */
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

async function responseOf(cipher: CallCipher, { fingerprint, end, requestId }: PreviousCall, input: string): Promise<string> {
  try {
    if (!(await cipher.isFingerprintOf(fingerprint, input))) throw new AppError("idempotency_key_reused");
    if (end?.kind === "answered") return await cipher.decrypt(end.answer);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Sealed under a secret of the deployment that is gone.
    throw new AppError("idempotency_outcome_unknown", { requestId });
  }
  if (end === null) {
    throw new AppError("idempotency_key_in_use", { requestId, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  if (end.kind !== "too_large") throw new AppError("idempotency_outcome_unknown", { requestId });
  const max = MAX_RESPONSE_LENGTH;
  const message = `The call was made before with this idempotency key; its answer has more than ${max} characters and was not kept.`;
  throw new AppError("idempotency_response_too_large", { requestId, max }, message);
}

/** Keeps what a call leaves. If that fails its repeats are told that the outcome is unknown. */
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
    const message = "The answer to a call was not kept for its repeats.";
    console.error(JSON.stringify({ level: "error", message, requestId: call.requestId, error: failureText(error) }));
  }
}

async function callEndOf(cipher: CallCipher, outcome: { readonly answer: string } | "unknown"): Promise<CallEnd> {
  if (outcome === "unknown") return { kind: outcome, answer: null };
  if (outcome.answer.length > MAX_RESPONSE_LENGTH) return { kind: "too_large", answer: null };
  return { kind: "answered", answer: await cipher.encrypt(outcome.answer) };
}

/** Asks again where the object cannot be reached; each request to it may be repeated. */
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
