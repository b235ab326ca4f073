import { exports } from "cloudflare:workers";
import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import SuperJSON from "superjson";
import type { AppRouter } from "../src/router.ts";
import type { ErrorData } from "../src/shared/errors/app-error.ts";
import { requireDeclaredErrors } from "./declared-errors.ts";

export interface Identity {
  key?: string;
  token?: string;
  tenant?: string;
  headers?: Record<string, string>;
  /** The fetch function. Defaults to that of the Worker under test. */
  fetch?: (url: string, init?: RequestInit) => Promise<Response>;
}

/** Each client has its own IP address, so that no test reaches the rate limit of another. */
let address = 0;

/** A typed client of the Worker under test, over its real fetch handler. */
export function clientFor({ key, token, tenant, headers, fetch = callWorker }: Identity = {}) {
  address++;
  const own = {
    "cf-connecting-ip": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
    ...(key && { "x-api-key": key }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(tenant && { "x-tenant-id": tenant }),
    ...headers,
  };
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "http://auth.test/trpc",
        transformer: SuperJSON,
        methodOverride: "POST",
        headers: own,
        // The Worker's own fetch type and the client's differ only in names.
        fetch: (url, init) => fetch(`${url}`, init as RequestInit),
      }),
    ],
  });
}

async function callWorker(url: string, init?: RequestInit): Promise<Response> {
  const response = await exports.default.fetch(url, init);
  await requireDeclaredErrors(url, response);
  return response;
}

/** The data and message of a call's error. Throws if the call succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<ErrorData & { message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError && error.data) return { ...error.data, message: error.message };
    throw error;
  }
  throw new Error("The call succeeded.");
}
