import type { App } from "../app.ts";
import type { Page } from "../shared/same-site.ts";
import { readSessionCookie } from "../sessions/zz-auth--session-cookie.ts";
import { addressOf } from "../shared/ip-address.ts";
import { actorOf } from "../shared/caller.ts";
import { readCredentials } from "./credentials.ts";
import { tenantAtHost } from "./zz-callers--host.ts";
import { type Resolved, resolveCaller } from "./resolve-caller.ts";
import { KEY_HEADER } from "../idempotency/key.ts";
import { type Defer, floating } from "../ports/zz-ports--defer.ts";
import { newId } from "../ports/ids.ts";

/** What a request is, apart from who sends it. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Where the address is, as far as the network tells: city and country. */
  readonly place: string;
}

/** What a request says of being repeated. */
export interface Repeats {
  /** The header with the key that its change is known by. */
  readonly key: string | undefined;
  /** Whether its call is the only one, so that the key is that call's. */
  readonly isAlone: boolean;
  readonly defer: Defer;
}

/** What every procedure of a request shares; the caller is resolved once, however many calls are batched. */
export interface Context extends Resolved {
  readonly app: App;
  readonly request: RequestInfo;
  readonly page: Page;
  /** The refresh token that the browser keeps, if any. Only what asks for it may rely on it. */
  readonly cookie: string | undefined;
  /** Headers of the answer, beside those that every answer has. */
  readonly answer: Headers;
  readonly repeats: Repeats;
  /** Who is calling, asked anew: for what goes on when the call has ended. */
  again(): Promise<Resolved>;
}

/** Who changes something by this request, and why. */
export function originOf({ caller, request }: Pick<Context, "caller" | "request">, reason?: string) {
  return { actor: actorOf(caller), reason: reason ?? null, requestId: request.id };
}

const USER_AGENT_LENGTH = 256;
const PLACE_LENGTH = 100;

export function readRequest(request: Request, now: Date): RequestInfo {
  return {
    id: newId("req", now),
    ip: addressOf(request.headers),
    userAgent: (request.headers.get("user-agent") ?? "").slice(0, USER_AGENT_LENGTH),
    place: placeOf(request),
  };
}

/** What the browser says of the page that asks, and whose host it asks. */
export async function readPage(app: App, request: Request): Promise<Page> {
  const { origin: own, hostname } = new URL(request.url);
  const header = (name: string) => request.headers.get(name) ?? undefined;
  return {
    host: await tenantAtHost(app, hostname, addressOf(request.headers)),
    own,
    origin: header("origin"),
    site: header("sec-fetch-site"),
    contentType: header("content-type"),
  };
}

export async function createContext(
  app: App,
  request: Request,
  info: RequestInfo,
  page: Page,
  { answer = new Headers(), calls = 1, defer = floating }: { answer?: Headers; calls?: number; defer?: Defer } = {},
): Promise<Context> {
  const credentials = readCredentials(request.headers, new URL(request.url));
  const again = async () => await resolveCaller(app, credentials, page.host);
  const cookie = readSessionCookie(request.headers.get("cookie"));
  const repeats = { key: request.headers.get(KEY_HEADER) ?? undefined, isAlone: calls === 1, defer };
  return { app, request: info, page, cookie, answer, repeats, again, ...(await again()) };
}

/** From what the platform adds to a request; elsewhere there is nothing. */
function placeOf({ cf }: Request): string {
  const { city, country } = (cf ?? {}) as { city?: unknown; country?: unknown };
  const named = [city, country].filter((part) => typeof part === "string" && part !== "");
  return named.join(", ").slice(0, PLACE_LENGTH);
}
