import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import { CfAuthError } from "./error.ts";
import { badResponse, isWireError, serviceError, unreachable } from "./failures.ts";
import type { Transport } from "./transport.ts";
import { wire } from "./wire.ts";

export interface HttpSettings {
  /** URL of the service. */
  readonly url: string;
  readonly headers: () => Promise<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** Called with the service's warning about this version of the client. */
  readonly onWarning: (warning: string) => void;
}

/**
 * Sends each call as one request in tRPC's HTTP protocol. Queries use POST too, so that no request data is in a URL. This subset of
 * the protocol is small: tRPC's own client would be half of this package's size in a page.
 */
export function httpTransport({ url, headers, fetch, onWarning }: HttpSettings): Transport {
  return {
    async call(_type, path, input, { signal, idempotencyKey, clientIp } = {}) {
      try {
        const response = await fetch(`${url}/trpc/${path}`, {
          method: "POST",
          headers: headersFrom({
            "content-type": "application/json",
            ...(await headers()),
            "x-cf-auth-client": `${SDK_VERSION}+${CONTRACT_HASH}`,
            ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
            ...(clientIp && { "x-client-ip": clientIp }),
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

/** Throws `invalid_input` for an invalid header, which `fetch` would report like a network failure. */
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
        details: { issues: [{ path: `headers.${name}`, message: "It is not a valid header." }] },
        cause,
      });
    }
  }
  return headers;
}

/** The result in a response. Throws `bad_response` for a response that is not from the service, or truncated. */
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
