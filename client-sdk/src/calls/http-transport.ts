import { httpLink } from "@trpc/client";
import type { AnyRouter } from "@trpc/server";
import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import { badResponse, failureOf } from "./failures.ts";
import type { Transport } from "./transport.ts";
import { wire } from "./wire.ts";

export interface HttpSettings {
  /** Where the service is, without a path. */
  readonly url: string;
  readonly headers: () => Promise<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** Told what the service has to say about this version of the client. */
  readonly onWarning: (warning: string) => void;
}

/** One request a call. It goes by POST, a query's too, so that no input lands in a URL. */
export function httpTransport({ url, headers, fetch, onWarning }: HttpSettings): Transport {
  const send = httpLink<AnyRouter>({
    url: `${url}/trpc`,
    transformer: { input: wire, output: wire },
    methodOverride: "POST",
    headers: async ({ op: { context } }) => ({
      ...(await headers()),
      "x-cf-auth-client": `${SDK_VERSION}+${CONTRACT_HASH}`,
      ...(typeof context.key === "string" && { "idempotency-key": context.key }),
    }),
    fetch: async (input, init) => {
      // tRPC describes the parts of fetch that it uses in types of its own.
      const response = await fetch(input, init as RequestInit);
      const warning = response.headers.get("x-cf-auth-warning");
      if (warning !== null) onWarning(warning);
      if (response.headers.get("content-type")?.includes("json")) return response;
      // Nobody reads it; what holds the connection lets go of it.
      response.body?.cancel().catch(() => undefined);
      throw badResponse(response);
    },
  })({});
  return {
    call: (type, path, input, { signal, idempotencyKey: key } = {}) =>
      new Promise((resolve, reject) => {
        // The link is the last of its chain: there is none to hand on to.
        const next = () => {
          throw new Error("unreachable");
        };
        send({ op: { id: 0, type, path, input, context: { key }, signal: signal ?? null }, next }).subscribe({
          next: ({ result }) => resolve("data" in result ? result.data : undefined),
          error: (error) => reject(failureOf(error)),
        });
      }),
  };
}
