import { CfAuthError, createClient } from "@cf-auth/client";
import type { Io } from "../io.ts";
import { urlError } from "../profile/url-error.ts";
import { errorOf } from "./error-of.ts";

/** What happened to one anonymous call of `system.health`, which follows no redirect. */
export interface Probe {
  readonly url: URL;
  /** The error of the call; undefined after a valid response. */
  readonly error: CfAuthError | undefined;
  readonly health: { readonly version: string; readonly time: Date; readonly allowsLoopback: boolean } | undefined;
  /** The HTTP response, if there was one. */
  readonly status: number | undefined;
  readonly location: string | undefined;
  /** The code of a failure of the network, such as `ENOTFOUND`. */
  readonly networkCode: string | undefined;
  /** The service's warning about the version of this command line. */
  readonly warning: string | undefined;
  /** Milliseconds that this machine's clock is ahead of the service's; at least this much in either direction. */
  readonly clockAheadMs: number;
}

const TIMEOUT_SECONDS = 10;

/** Undefined without a URL that a request can be sent to. */
export async function probe(url: string | undefined, io: Io): Promise<Probe | undefined> {
  if (url === undefined || urlError(url) !== undefined) return undefined;
  let response: Response | undefined;
  let networkCode: string | undefined;
  let warning: string | undefined;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    try {
      response = await io.fetch(input, { ...init, redirect: "manual" });
      return response;
    } catch (error) {
      networkCode = codeIn(error);
      throw error;
    }
  };
  const onWarning = (text: string) => {
    warning = text;
  };
  const client = createClient({ url, fetch, onWarning, maxRetries: 0, timeoutSeconds: TIMEOUT_SECONDS });
  const sentAt = Date.now();
  const answer = await client.system.health({ signal: io.signal }).catch(errorOf);
  const [error, health] = answer instanceof CfAuthError ? [answer] : [undefined, answer];
  const status = response?.status;
  const location = response?.headers.get("location") ?? undefined;
  const clockAheadMs = health === undefined ? 0 : ahead(sentAt, Date.now(), health.time.getTime());
  return { url: new URL(url), error, health, status, location, networkCode, warning, clockAheadMs };
}

/** The service read its clock between the two times: within them there is no difference. */
function ahead(sentAt: number, receivedAt: number, serviceTime: number): number {
  return Math.max(0, sentAt - serviceTime) || Math.min(0, receivedAt - serviceTime);
}

/** Node reports the reason as the cause of `fetch failed`. */
function codeIn(error: unknown): string | undefined {
  const { code } = Object(Object(error).cause);
  return typeof code === "string" ? code : undefined;
}
