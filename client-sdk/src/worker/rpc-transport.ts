import { CfAuthError } from "../calls/error.ts";
import { aborted, badResponse, serviceError, unreachable, type WireError } from "../calls/failures.ts";
import type { Transport } from "../calls/transport.ts";
import { unlessAborted } from "../calls/unless-aborted.ts";
import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import type { ServiceBinding } from "./binding.ts";

/**
 * A call by Workers RPC. The two Workers are released separately: fields may be added here and to the response, and existing ones
 * stay unchanged for at least one release.
 */
export interface RpcRequest {
  readonly path: string;
  readonly input: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The response by Workers RPC. Errors are data: an exception would lose its class and fields on the way. */
export type RpcResponse = (
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly error: WireError & { readonly message: string } }
) & { readonly warning?: string };

export interface RpcSettings {
  readonly entrypoint: ServiceBinding;
  /** The headers of the call, as over HTTP. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** Called with the service's warning about this version of the client. */
  readonly onWarning: (warning: string) => void;
}

/** Sends each call as one RPC call of the entrypoint. Dates and undefined values need no encoding. */
export function rpcTransport({ entrypoint, headers, onWarning }: RpcSettings): Transport {
  // A stub accepts any method name; a missing method fails when it is called.
  const stub = entrypoint as unknown as { call(call: RpcRequest): Promise<unknown> };
  return {
    async call(_type, path, input, { signal, idempotencyKey, clientIp } = {}) {
      const all = {
        ...(await headers()),
        "x-cf-auth-client": `${SDK_VERSION}+${CONTRACT_HASH}`,
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
        ...(clientIp !== undefined && { "x-client-ip": clientIp }),
      };
      if (signal?.aborted) throw aborted(signal.reason);
      const send = async () => await stub.call({ path, input, headers: all });
      const call = send().catch((error: unknown) => {
        throw failureOf(error);
      });
      // An RPC call can't be aborted: an aborted wait leaves it running.
      const response = await unlessAborted(call, signal);
      if (!isRpcResponse(response)) throw badResponse();
      if (response.warning !== undefined) onWarning(response.warning);
      if (response.ok) return response.data;
      const { message, ...facts } = response.error;
      throw serviceError(message, facts);
    },
  };
}

/** A missing method and a value that can't be cloned are permanent; other failures are retryable. */
function failureOf(cause: unknown): CfAuthError {
  const name = cause instanceof Error ? cause.name : "";
  if (name !== "TypeError" && name !== "DataCloneError") return unreachable(cause);
  return new CfAuthError({
    code: "bad_response",
    message: "The service binding rejected the call.",
    action:
      "Bind the entrypoint CfAuth of cf-auth, and pass only plain objects, arrays, strings, numbers, booleans and dates.",
    retryable: false,
    cause,
  });
}

function isRpcResponse(response: unknown): response is RpcResponse {
  const { ok, error } = Object(response);
  return ok === true || (ok === false && typeof error?.code === "string");
}
