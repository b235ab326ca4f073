import type { Client } from "../auth/session.ts";
import { isServer } from "../callers/caller.ts";
import type { Context } from "./context.ts";

/** The client that a request comes from, as a session keeps it. */
export function clientOf({ request, keyId }: Context, mode: Client["mode"]): Client {
  const { ip, userAgent, place } = request;
  return { ip, userAgent, place, keyId, mode };
}

/** Where a guess comes from. A tenant's own server signs in users who sit elsewhere. */
export function guesserOf({ caller, request }: Context): string | null {
  return isServer(caller) ? null : request.ip;
}
