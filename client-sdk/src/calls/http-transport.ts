import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import { CfAuthError } from "./error.ts";
import { badResponse, isWireError, serviceError, unreachable } from "./failures.ts";
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

/**
 * One request a call, in tRPC's protocol over HTTP. It goes by POST, a query's too, so that no input lands in a URL. That much
 * of the protocol is a body each way: tRPC's own client would be half of what a page loads of this package.
 */
export function httpTransport({ url, headers, fetch, onWarning }: HttpSettings): Transport {
  return {
    async call(_type, path, input, { signal, idempotencyKey } = {}) {
      try {
        const response = await fetch(`${url}/trpc/${path}`, {
          method: "POST",
          headers: headersFrom({
            "content-type": "application/json",
            ...(await headers()),
            "x-cf-auth-client": `${SDK_VERSION}+${CONTRACT_HASH}`,
            ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
          }),
          body: JSON.stringify(wire.serialize(input)),
          signal: signal ?? null,
        });
        const warning = response.headers.get("x-cf-auth-warning");
        if (warning !== null) onWarning(warning);
        return await parseResponse(response);
      } catch (error) {
        throw error instanceof CfAuthError ? error : unreachable(error);
      }
    },
  };
}

/** Throws `invalid_input` for a header that no request can have, which `fetch` would report like a network that is down. */
function headersFrom(values: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(values)) {
    try {
      headers.set(name, value);
    } catch (cause) {
      throw new CfAuthError({
        code: "invalid_input",
        message: `The header ${name} can't be sent.`,
        action: "Check the option it comes from for line breaks and non-Latin-1 characters. No request was sent.",
        retryable: false,
        details: { issues: [{ path: `headers.${name}`, message: "It is no valid header." }] },
        cause,
      });
    }
  }
  return headers;
}

/** What the service answers; where nothing of ours has answered, the connection may have been cut in the middle. */
async function parseResponse(response: Response): Promise<unknown> {
  if (!response.headers.get("content-type")?.includes("json")) throw badResponse(response);
  const { result, error } = Object(await response.json().catch(rejectCutOff));
  if (result) return wire.deserialize(Object(result.data));
  const { message, data } = Object(wire.deserialize(Object(error)));
  throw isWireError(data) ? serviceError(`${message}`, data) : badResponse(response);
}

function rejectCutOff(error: unknown): never {
  throw error instanceof SyntaxError ? badResponse() : error;
}
