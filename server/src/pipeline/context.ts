import type { AttemptSource } from "../attempts/count-attempt.ts";
import { KEY_HEADER } from "../idempotency/key.ts";
import { newId } from "../ports/ids.ts";
import { type Defer, floating } from "../ports/time.ts";
import { readDeviceCookie, readSessionCookie } from "../sessions/cookies.ts";
import type { SessionClient } from "../sessions/session.ts";
import { actorOf, isServer } from "../shared/caller.ts";
import type { CredentialStatus } from "../shared/credential-status.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressOf, formOfText, hasAddress } from "../shared/ip-address.ts";
import type { BrowserRequest } from "../shared/same-site.ts";
import type { AppDeps } from "./deps.ts";
import { type Credentials, type Resolved, readCredentials, resolveCaller, tenantAtHost } from "./resolve-caller.ts";

/** A request, apart from its caller. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string;
  readonly userAgent: string;
  /** City and country of the IP address, from the network; empty where it names none. */
  readonly region: string;
}

/** A request that has arrived. */
export interface Visit {
  readonly app: AppDeps;
  readonly request: Request;
  /** Its URL. */
  readonly url: URL;
  readonly info: RequestInfo;
}

/** The idempotency of a request's calls. */
export interface Idempotency {
  /** The header Idempotency-Key. Undefined where the request has none, or its results can't be replayed. */
  readonly key: string | undefined;
  /** Whether the request has one call. A batch can't share one key. */
  readonly isOnlyCall: boolean;
  readonly defer: Defer;
}

/** The context of all calls of a request. The caller is identified once, however many calls are batched. */
export interface Context extends Resolved {
  readonly app: AppDeps;
  readonly request: RequestInfo;
  readonly page: BrowserRequest;
  /** The refresh token of the browser's cookie. Authenticates nothing but the procedures that read it. */
  readonly cookie: string | undefined;
  /** The secret of a trusted device in the browser's cookie. */
  readonly deviceCookie: string | undefined;
  /** The end user's IP address that a tenant's server names. It decides nothing but a counter per IP address. */
  readonly clientIp: string | undefined;
  /** Headers of the response, beside those that every response has. */
  readonly answer: Headers;
  readonly idempotency: Idempotency;
  /** The version of the model that the request requires, in entries whose requests name one. */
  readonly modelVersion?: number | undefined;
  /** The status of the caller's credentials. It is confirmed before anything that depends on it is returned. */
  readonly status: CredentialStatus;
  /** Identifies the caller again, for work that outlasts the call. */
  reauthenticate(): Promise<Resolved>;
}

/** The actor, request and reason of a change. */
export function originOf({ caller, request }: Pick<Context, "caller" | "request">, reason?: string) {
  return { actor: actorOf(caller), reason: reason ?? null, requestId: request.id };
}

const MAX_USER_AGENT_LENGTH = 256;
const MAX_REGION_LENGTH = 100;

export function readRequest(request: Request, now: Date): RequestInfo {
  return {
    id: newId("req", now),
    ip: addressOf(request.headers),
    // Read on demand: most calls don't.
    get userAgent() {
      return (request.headers.get("user-agent") ?? "").slice(0, MAX_USER_AGENT_LENGTH);
    },
    get region() {
      return regionOf(request);
    },
  };
}

/** The page that a browser calls from, and the tenant of the host that it calls. */
export async function readPage({ app, request, url, info }: Visit, status?: CredentialStatus): Promise<BrowserRequest> {
  return pageOf(request, url, await tenantAtHost(app, url.hostname, info.ip, status));
}

/** The page that a browser calls from, where the tenant of the host is known or doesn't count. */
export function pageOf(request: Request, { origin }: URL, host: BrowserRequest["host"]): BrowserRequest {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  return {
    host,
    own: origin,
    origin: header("origin"),
    site: header("sec-fetch-site"),
    contentType: header("content-type"),
  };
}

interface Options {
  /** Defaults to new headers. */
  readonly answer?: Headers;
  /** Defaults to calls that can't be replayed. */
  readonly idempotency?: Idempotency;
  /** Defaults to the current status. */
  readonly status?: CredentialStatus;
}

const NOT_REPLAYABLE: Idempotency = { key: undefined, isOnlyCall: true, defer: floating };

/** The idempotency that a request's headers ask for, in an entry whose results can be replayed. */
export function readIdempotency({ headers }: Request, calls: number, defer: Defer): Idempotency {
  return { key: headers.get(KEY_HEADER) ?? undefined, isOnlyCall: calls === 1, defer };
}

/** Identifies caller and tenant by the request's headers. Throws what `resolveCaller` throws. */
export async function createContext(
  { app, request, url, info }: Visit,
  page: BrowserRequest,
  options: Options = {},
): Promise<Context> {
  const credentials = readCredentials(request.headers, url, info.ip);
  return await identify(app, credentials, info, page, {
    ...options,
    cookie: readSessionCookie(request.headers.get("cookie")),
    deviceCookie: readDeviceCookie(request.headers.get("cookie")),
    clientIpHeader: request.headers.get(CLIENT_IP_HEADER),
  });
}

/** The context of an anonymous caller at the tenant that a path names, if any. Credentials in the headers don't count. */
export async function createAnonymousContext(
  app: AppDeps,
  info: RequestInfo,
  page: BrowserRequest,
  { tenant, host }: { readonly tenant?: string; readonly host: string },
): Promise<Context> {
  const bearer = { address: info.ip, origin: undefined, requestedOrigin: page.own };
  return await identify(app, { key: undefined, token: undefined, tenant, host, bearer }, info, page, {});
}

async function identify(
  app: AppDeps,
  credentials: Credentials,
  request: RequestInfo,
  page: BrowserRequest,
  {
    answer = new Headers(),
    idempotency = NOT_REPLAYABLE,
    status = app.credentialStatus.current,
    cookie,
    deviceCookie,
    clientIpHeader = null,
  }: Options & {
    readonly clientIpHeader?: string | null;
    readonly cookie?: string | undefined;
    readonly deviceCookie?: string | undefined;
  },
): Promise<Context> {
  const reauthenticate = async () => await resolveCaller(app, credentials, page.host, app.credentialStatus.current);
  try {
    const resolved = await resolveCaller(app, credentials, page.host, status);
    const clientIp = clientIpOf(clientIpHeader, resolved.caller);
    return {
      app,
      request,
      page,
      cookie,
      deviceCookie,
      clientIp,
      answer,
      idempotency,
      status,
      reauthenticate,
      ...resolved,
    };
  } catch (error) {
    await status.confirm();
    throw error;
  }
}

/** City and country, which Cloudflare adds to a request; empty elsewhere. */
function regionOf({ cf }: Request): string {
  const { city, country } = (cf ?? {}) as { city?: unknown; country?: unknown };
  const named = [city, country].filter((part) => typeof part === "string" && part !== "");
  return named.join(", ").slice(0, MAX_REGION_LENGTH);
}

/** The client that a request comes from, as a session keeps it. */
export function clientOf({ request, keyId }: Context, mode: SessionClient["mode"]): SessionClient {
  const { ip, userAgent, region } = request;
  return { ip, userAgent, location: region, keyId, mode };
}

/**
 * The IP address that an attempt counts by. That of the end user where a tenant's server names it, otherwise null for servers, since
 * they sign in users of other addresses, and for Workers of this account, which have no address.
 */
export function attemptSourceOf({
  caller,
  request,
  clientIp,
}: Pick<Context, "caller" | "request" | "clientIp">): AttemptSource {
  if (clientIp !== undefined) return { clientIp };
  return isServer(caller) || !hasAddress(request.ip) ? null : request.ip;
}

const CLIENT_IP_HEADER = "x-client-ip";

/**
 * The end user's IP address that a tenant's server names. Throws `client_ip_not_allowed` for other callers, and `invalid_input` for
 * text that is no address.
 */
function clientIpOf(header: string | null, caller: Resolved["caller"]): string | undefined {
  if (header === null) return undefined;
  if (!isServer(caller)) throw new AppError("client_ip_not_allowed");
  const address = formOfText(header.trim());
  if (hasAddress(address)) return address;
  const issue = { path: CLIENT_IP_HEADER, message: "Write one IP address, such as 192.0.2.1 or 2001:db8::1." };
  throw new AppError("invalid_input", { issues: [issue] });
}
