import type { App } from "../app.ts";
import { actorOf } from "../callers/caller.ts";
import { readCredentials } from "../callers/credentials.ts";
import { type Resolved, resolveCaller } from "../callers/resolve.ts";
import { newId } from "../ports/ids.ts";

/** What a request is, apart from who sends it. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string;
  readonly userAgent: string;
}

/** What every procedure of a request shares; the caller is resolved once, however many calls are batched. */
export interface Context extends Resolved {
  readonly app: App;
  readonly request: RequestInfo;
}

/** Who changes something by this request, and why. */
export function originOf({ caller, request }: Pick<Context, "caller" | "request">, reason?: string) {
  return { actor: actorOf(caller), reason: reason ?? null, requestId: request.id };
}

const USER_AGENT_LENGTH = 256;

export function readRequest(request: Request, now: Date): RequestInfo {
  return {
    id: newId("req", now),
    // The only header that the platform itself sets; any X-Forwarded-For is the client's own invention.
    ip: request.headers.get("cf-connecting-ip") ?? "unknown",
    userAgent: (request.headers.get("user-agent") ?? "").slice(0, USER_AGENT_LENGTH),
  };
}

export async function createContext(app: App, request: Request, info: RequestInfo): Promise<Context> {
  const credentials = readCredentials(request.headers, new URL(request.url));
  return { app, request: info, ...(await resolveCaller(app, credentials)) };
}
