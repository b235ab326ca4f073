import { AsyncLocalStorage } from "node:async_hooks";
import { KEY_HEADER } from "../idempotency/key.ts";
import { newId } from "../ports/ids.ts";
import { type Defer, floating } from "../ports/time.ts";
import { readSessionCookie } from "../sessions/cookies.ts";
import type { SessionClient } from "../sessions/session.ts";
import { actorOf, isServer } from "../shared/caller.ts";
import { addressOf, isKnownAddress } from "../shared/ip-address.ts";
import type { Page } from "../shared/same-site.ts";
import { readCredentials, tenantAtHost } from "./credentials.ts";
import type { AppDeps } from "./deps.ts";
import { type Resolved, resolveCaller } from "./resolve-caller.ts";

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
  readonly app: AppDeps;
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
export async function readPage(app: AppDeps, request: Request): Promise<Page> {
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
  app: AppDeps,
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

/** The client that a request comes from, as a session keeps it. */
export function clientOf({ request, keyId }: Context, mode: SessionClient["mode"]): SessionClient {
  const { ip, userAgent, place } = request;
  return { ip, userAgent, location: place, keyId, mode };
}

/**
 * The address that an attempt counts by. Null for a tenant's own server, which signs in users who sit elsewhere, and for a
 * Worker of this account, which has none. A server that may name its user's address (`clientIp`) will be read here.
 */
export function attemptSourceOf({ caller, request }: Pick<Context, "caller" | "request">): string | null {
  return isServer(caller) || !isKnownAddress(request.ip) ? null : request.ip;
}

const ids = new AsyncLocalStorage<string>();

/** Runs the work of one request. */
export function withRequestId<T>(id: string, work: () => T): T {
  return ids.run(id, work);
}

/** The id of the request being handled: errors carry it even when they come before there is a context. */
export function currentRequestId(): string {
  return ids.getStore() ?? "";
}
