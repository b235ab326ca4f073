import { exports } from "cloudflare:workers";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import { decodeJwt } from "jose";
import SuperJSON from "superjson";
import type { AppRouter } from "../src/router.ts";
import type { ErrorData } from "../src/shared/errors/app-error.ts";
import { requireDeclaredErrors } from "./declared-errors.ts";

export interface Identity {
  key?: string;
  token?: string;
  tenant?: string;
  headers?: Record<string, string>;
  /** What to call; the Worker under test unless told. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>;
}

/** Each client calls from an address of its own, so that no test meets the rate limit of another. */
let address = 0;

/** A typed client of the Worker under test, over its real fetch handler. */
export function clientFor({ key, token, tenant, headers, fetch = callWorker }: Identity = {}) {
  address++;
  const own = {
    "cf-connecting-ip": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
    ...(key && { "x-api-key": key }),
    ...(tenant && { "x-tenant-id": tenant }),
  };
  const authorized = async () => (token ? { authorization: `Bearer ${await currentToken(token)}` } : {});
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "http://auth.test/trpc",
        transformer: SuperJSON,
        methodOverride: "POST",
        headers: async () => ({ ...own, ...(await authorized()), ...headers }),
        // The Worker's own fetch type and the client's differ only in names.
        fetch: (url, init) => fetch(`${url}`, init as RequestInit),
      }),
    ],
  });
}

const RENEWED_BEFORE_MS = 2 * 60_000;
const renewals = new Map<string, { token: string; readonly renew: () => Promise<string> }>();

/**
 * Has clients with this access token sign in again when it is about to expire: on a busy machine a file takes longer than the
 * five minutes that a token lives. Returns the token.
 */
export function renewed(token: string, renew: () => Promise<string>): string {
  renewals.set(token, { token, renew });
  return token;
}

async function currentToken(token: string): Promise<string> {
  const renewal = renewals.get(token);
  if (renewal === undefined) return token;
  const { exp = 0 } = decodeJwt(renewal.token);
  if (exp * 1000 < Date.now() + RENEWED_BEFORE_MS) renewal.token = await renewal.renew();
  return renewal.token;
}

async function callWorker(url: string, init?: RequestInit): Promise<Response> {
  const response = await exports.default.fetch(url, init);
  await requireDeclaredErrors(url, response);
  return response;
}

/** The error that a call ends in: its data and message. Fails when the call succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<ErrorData & { message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError && error.data) return { ...error.data, message: error.message };
    throw error;
  }
  throw new Error("The call succeeded.");
}
