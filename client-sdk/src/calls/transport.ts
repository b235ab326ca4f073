import { createTRPCUntypedClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AnyRouter } from "@trpc/server";
import SuperJSON from "superjson";
import type { ServiceErrorCode } from "../generated/errors.ts";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";

/** Carries calls to the service. The rest of the SDK knows nothing of how. */
export interface Transport {
  call(type: "query" | "mutation", path: string, input: unknown, options?: CallOptions): Promise<unknown>;
}

export interface TransportSettings {
  /** Where the service is, without a path. */
  readonly url: string;
  readonly headers: () => Record<string, string>;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutSeconds: number;
}

/** Calls go by POST, queries too, so that no input lands in a URL. */
export function httpTransport({ url, headers, fetch, timeoutSeconds }: TransportSettings): Transport {
  const client = createTRPCUntypedClient<AnyRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        transformer: SuperJSON,
        methodOverride: "POST",
        headers,
        fetch: async (input, init) => {
          // tRPC describes the parts of fetch that it uses in types of its own.
          const response = await fetch(input, init as RequestInit);
          if (response.headers.get("content-type")?.includes("json")) return response;
          throw badResponse(response.status);
        },
      }),
    ],
  });
  return {
    async call(type, path, input, options = {}) {
      const timeout = AbortSignal.timeout((options.timeoutSeconds ?? timeoutSeconds) * 1000);
      const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
      try {
        return await client[type](path, input, { signal });
      } catch (error) {
        throw toCfAuthError(error, { timeout, aborted: options.signal });
      }
    },
  };
}

/** What the service sends with an error. */
interface WireError {
  readonly code: ServiceErrorCode;
  readonly httpStatus: number;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

function toCfAuthError(
  error: unknown,
  signals: { timeout: AbortSignal; aborted: AbortSignal | undefined },
): CfAuthError {
  const cause = error instanceof TRPCClientError ? error.cause : undefined;
  if (cause instanceof CfAuthError) return cause;
  if (signals.aborted?.aborted) return clientError("aborted", "The call was aborted.", "Call again.", error);
  if (signals.timeout.aborted) {
    return clientError(
      "timeout",
      "No answer came in time.",
      "Try again, or allow more time with timeoutSeconds.",
      error,
    );
  }
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  if (isWireError(data)) {
    const { httpStatus: status, ...facts } = data;
    return new CfAuthError({ ...facts, status, message: error instanceof Error ? error.message : facts.code });
  }
  const status = error instanceof TRPCClientError ? statusOf(error.meta?.response) : undefined;
  if (status !== undefined || cause instanceof SyntaxError) return badResponse(status);
  return clientError("network", "The service could not be reached.", "Check the url and the network.", error);
}

function badResponse(status: number | undefined): CfAuthError {
  const message = "The answer did not come from cf-auth, or was cut off.";
  const retryable = status === undefined || status >= 500;
  return new CfAuthError({ code: "bad_response", message, status, action: "Check the url.", retryable });
}

function clientError(code: "aborted" | "timeout" | "network", message: string, action: string, cause: unknown) {
  return new CfAuthError({ code, message, action, cause, retryable: code !== "aborted" });
}

function statusOf(response: unknown): number | undefined {
  return response instanceof Response ? response.status : undefined;
}

function isWireError(data: unknown): data is WireError {
  return typeof data === "object" && data !== null && "requestId" in data && "action" in data;
}
