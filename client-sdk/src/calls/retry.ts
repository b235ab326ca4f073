import { pauseBefore } from "../events/reconnect.ts";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";
import { aborted, clientError, retryAfterMs } from "./failures.ts";
import type { Transport } from "./transport.ts";

export interface RetrySettings {
  /** Seconds a call may take in all. */
  readonly timeoutSeconds: number;
  /** How often a call is repeated at most. */
  readonly maxRetries: number;
}

/**
 * Repeats what failed and may succeed unchanged. A mutation goes under an idempotency key from its first attempt on, so
 * that it is done once, whichever of its attempts arrived. It waits as long as the service asks for, and beyond that a
 * random time whose bound doubles (full jitter); where that would take longer than the call may, it fails at once.
 */
export function retrying(transport: Transport, settings: RetrySettings): Transport {
  return {
    async call(type, path, input, options = {}) {
      const deadline = new Deadline(options, settings.timeoutSeconds);
      const idempotencyKey = type === "mutation" ? (options.idempotencyKey ?? newKey()) : undefined;
      for (let failures = 1; ; failures++) {
        try {
          return await transport.call(type, path, input, { signal: deadline.signal, idempotencyKey });
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

/** When a call ends that has not ended by itself. */
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

  /** The error that the caller sees. */
  explain(error: unknown): unknown {
    if (this.#callers?.aborted) return aborted(error);
    if (!this.signal.aborted) return error;
    const action = "Try again, or allow more time with timeoutSeconds.";
    return clientError("timeout", "No answer came in time.", action, error);
  }
}

/** 128 random bits, for a call to be known by. Not `randomUUID`, which pages without TLS do not have. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
