import { pauseBefore } from "../events/reconnect.ts";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";
import { aborted, clientError, retryAfterMs } from "./failures.ts";
import type { Transport } from "./transport.ts";

/** Limits of retries. */
export interface RetrySettings {
  /** Timeout of a call in seconds, including retries. */
  readonly timeoutSeconds: number;
  /** Maximum number of retries. */
  readonly maxRetries: number;
}

/**
 * Retries retryable errors. A mutation carries an idempotency key from its first attempt, so that it is made once. The wait is the
 * service's `Retry-After` plus a random time with a doubling bound (full jitter). A wait beyond the timeout fails at once.
 */
export function retrying(transport: Transport, settings: RetrySettings): Transport {
  return {
    async call(type, path, input, options = {}) {
      const deadline = new Deadline(options, settings.timeoutSeconds);
      const idempotencyKey = type === "mutation" ? (options.idempotencyKey ?? newKey()) : undefined;
      for (let failures = 1; ; failures++) {
        try {
          return await transport.call(type, path, input, {
            signal: deadline.signal,
            idempotencyKey,
            clientIp: options.clientIp,
          });
        } catch (error) {
          const wait = retryAfterMs(error);
          const isFinal = !(error instanceof CfAuthError && error.retryable) || failures > settings.maxRetries;
          if (deadline.signal.aborted || isFinal || wait >= deadline.leftMs()) throw deadline.explain(error);
          await pauseBefore(failures, wait, deadline.signal);
          if (deadline.signal.aborted) throw deadline.explain(error);
        }
      }
    },
  };
}

/** The timeout of a call. */
class Deadline {
  readonly signal: AbortSignal;
  readonly #callers: AbortSignal | undefined;
  readonly #end: number;

  constructor({ signal, timeoutSeconds }: CallOptions, defaultSeconds: number) {
    const milliseconds = (timeoutSeconds ?? defaultSeconds) * 1000;
    const timeout = AbortSignal.timeout(milliseconds);
    this.signal = signal ? AbortSignal.any([timeout, signal]) : timeout;
    this.#callers = signal;
    this.#end = performance.now() + milliseconds;
  }

  leftMs(): number {
    return this.#end - performance.now();
  }

  /** The error to throw to the caller. */
  explain(error: unknown): unknown {
    if (this.#callers?.aborted) return aborted(error);
    if (!this.signal.aborted) return error;
    const action = "Try again, or set a higher timeoutSeconds.";
    return clientError("timeout", "No response came before the timeout.", action, error);
  }
}

/** A random idempotency key of 128 bits. `randomUUID` is missing on pages without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
