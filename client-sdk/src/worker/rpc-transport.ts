import { CfAuthError } from "../calls/error.ts";
import { aborted, badResponse, serviceError, unreachable, type WireError } from "../calls/failures.ts";
import type { Transport } from "../calls/transport.ts";
import { unlessAborted } from "../calls/unless-aborted.ts";
import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import type { ServiceBinding } from "./binding.ts";

/**
 * A call as it crosses. The two Workers are released apart: fields may be added to this and to the answer, and what is
 * there stays as it is for a release at least.
 */
export interface RpcRequest {
  readonly path: string;
  readonly input: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** An error crosses as data: what is thrown across loses its class and all that it carries. */
export type RpcResponse = (
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly error: WireError & { readonly message: string } }
) & { readonly warning?: string };

export interface RpcSettings {
  readonly entrypoint: ServiceBinding;
  /** What would be headers over HTTP. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Told what the service has to say about this version of the client. */
  readonly onWarning: (warning: string) => void;
}

/** One call of the entrypoint a call. Dates cross as dates, and what is undefined as that. */
export function rpcTransport({ entrypoint, headers, onWarning }: RpcSettings): Transport {
  // A stub takes any name for a method; whether there is one shows when it is called.
  const stub = entrypoint as unknown as { call(call: RpcRequest): Promise<unknown> };
  return {
    async call(_type, path, input, { signal, idempotencyKey } = {}) {
      const all = {
        ...(await headers()),
        "x-cf-auth-client": `${SDK_VERSION}+${CONTRACT_HASH}`,
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      };
      if (signal?.aborted) throw aborted(signal.reason);
      const send = async () => await stub.call({ path, input, headers: all });
      const call = send().catch((error: unknown) => {
        throw failureOf(error);
      });
      // A call across cannot be taken back; one that nobody waits for any more is left to itself.
      const answer = await unlessAborted(call, signal);
      if (!isRpcResponse(answer)) throw badResponse();
      if (answer.warning !== undefined) onWarning(answer.warning);
      if (answer.ok) return answer.data;
      const { message, ...facts } = answer.error;
      throw serviceError(message, facts);
    },
  };
}

/** A method that is not there and an input that cannot cross stay so; all else may pass. */
function failureOf(cause: unknown): CfAuthError {
  const name = cause instanceof Error ? cause.name : "";
  if (name !== "TypeError" && name !== "DataCloneError") return unreachable(cause);
  return new CfAuthError({
    code: "bad_response",
    message: "The binding did not take the call.",
    action: "Bind the entrypoint CfAuth of cf-auth, and give plain objects, lists, texts and dates.",
    retryable: false,
    cause,
  });
}

function isRpcResponse(answer: unknown): answer is RpcResponse {
  const { ok, error } = Object(answer);
  return ok === true || (ok === false && typeof error?.code === "string");
}
