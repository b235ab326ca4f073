import type { CallOptions } from "../calls/call-options.ts";
import type { CfAuthError } from "../calls/error.ts";
import { retryAfterMs } from "../calls/failures.ts";
import { retrying } from "../calls/retry.ts";
import { serviceUrl } from "../calls/service-url.ts";
import type { Transport } from "../calls/transport.ts";
import { unlessAborted } from "../calls/unless-aborted.ts";
import { proceduresOver } from "../client.ts";
import { pauseBefore } from "../events/reconnect.ts";
import type { LoginResponse, LogoutResponse, User } from "../generated/types.ts";
import { authorizedFetch } from "./authorized-fetch.ts";
import { exchange, needsExchange } from "./exchange.ts";
import { endsRefresh, endsSession, finalCodeOf, isExpired } from "./final-errors.ts";
import { nameOf } from "./name.ts";
import { answerIn, beginRedirect, cleanAddress, failed, isIssuedBy } from "./redirect.ts";
import { type Requests, requestsOf } from "./requests.ts";
import type { BrowserSession, SessionClient, SessionOptions } from "./session.ts";
import { recordOf, type SessionRecord, sidOf } from "./session-record.ts";
import { SharedSession } from "./shared-session.ts";
import { SerialQueue, SingleFlight } from "./single-flight.ts";
import { type Failure, LOADING, type SessionSnapshot, snapshotOf } from "./snapshot.ts";

/** Timeout of a refresh in seconds. Shorter than the service's reuse grace, so that requests of two tabs stay within it. */
const EXCHANGE_SECONDS = 7;
/** An API that refuses a younger token than this refuses the user, not an expired token. */
const YOUNG_SECONDS = 30;
/** Length of a key's checksum, which distinguishes keys without revealing them. */
const KEY_SUFFIX = 6;
/** Calls that open a session. */
const OPENING: readonly string[] =
  "auth.login auth.emailSignIn.complete auth.exchangeCode auth.passkeys.signIn.finish".split(" ");
/** Calls that precede a sign-in. */
const BEGINNING: readonly string[] = "auth.register auth.emailSignIn.start auth.passkeys.signIn.start".split(" ");
/** Calls that end the caller's own session. */
const ENDING: readonly string[] = ["auth.sessions.endAll", "auth.account.delete"];

/** The session of one tab. */
class TabSession implements BrowserSession {
  readonly client: SessionClient;
  readonly fetch: typeof globalThis.fetch;
  readonly #mode: SessionOptions["mode"];
  readonly #cookie: boolean;
  readonly #shared: SharedSession;
  readonly #lifetime = new AbortController();
  readonly #listeners = new Set<(snapshot: SessionSnapshot) => void>();
  readonly #loading = new SingleFlight();
  readonly #determining = new SingleFlight();
  readonly #exchanging = new SingleFlight();
  /** Serializes calls that set a cookie: of concurrent ones the browser would keep an arbitrary one. */
  readonly #queue = new SerialQueue();
  readonly #requests: Requests;
  /** The service, and the name of a sign-in on its hosted pages. */
  readonly #hosted: Parameters<typeof beginRedirect>[0];
  /** Ends the wait before the next attempt. */
  #retryNow = new AbortController();
  #snapshot: SessionSnapshot = LOADING;
  #failure: Failure | undefined;
  /** Token of the registration that this page made last. */
  #registrationToken: string | undefined;
  /** Refresh token of a session that was signed out here while the service was unreachable. */
  #pendingLogout: string | undefined;

  constructor(options: SessionOptions) {
    const { mode, key, onChange, apiOrigins = ownOrigin(), fetch = globalThis.fetch } = options;
    const named = { ...options, url: serviceUrl(options.url) };
    this.#mode = mode;
    this.#cookie = mode === "cookie";
    this.#requests = requestsOf(named);
    this.#hosted = { ...named, name: `${nameOf(named)} redirect` };
    if (onChange) this.#listeners.add(onChange);
    this.#shared = new SharedSession({
      name: nameOf(named),
      keySuffix: key?.slice(-KEY_SUFFIX) ?? "",
      storage: options.storage ?? (this.#cookie ? ownStorage() : undefined),
      cookie: this.#cookie,
      signal: this.#lifetime.signal,
      onChange: () => this.#publish(),
      onReplaced: (loser) => this.#endReplaced(loser),
    });
    this.client = proceduresOver({ call: this.#call }, { ...options, token: () => this.#shared.record.accessToken });
    this.fetch = authorizedFetch(
      (...request) => fetch(...request),
      apiOrigins,
      async (refused) =>
        refused !== undefined && this.#shared.ageSeconds < YOUNG_SECONDS
          ? refused
          : await this.#tokenWithRetries(refused),
    );
    // On a server the state is determined at first use.
    if (typeof document === "object") this.#watch();
  }

  get state(): SessionSnapshot["state"] {
    return this.#snapshot.state;
  }

  get user(): User | undefined {
    return this.#snapshot.user;
  }

  getSnapshot = (): SessionSnapshot => this.#snapshot;

  getServerSnapshot = (): SessionSnapshot => LOADING;

  subscribe = (listener: (snapshot: SessionSnapshot) => void): (() => void) => {
    const stop = this.onChange(listener);
    listener(this.#snapshot);
    return stop;
  };

  onChange = (listener: (snapshot: SessionSnapshot) => void): (() => void) => {
    // The same function may be registered twice.
    const own = (snapshot: SessionSnapshot) => listener(snapshot);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  ready = async (): Promise<SessionSnapshot> => {
    if (this.state === "loading") await this.#loading.run(this.#load);
    return this.#snapshot;
  };

  login: BrowserSession["login"] = (input, options) => this.client.auth.login(input, options);

  signInWithRedirect: BrowserSession["signInWithRedirect"] = async (options) => {
    location.assign(await beginRedirect(this.#hosted, options));
    return await new Promise(() => {});
  };

  completeRedirect: BrowserSession["completeRedirect"] = async (url = location.href, options) => {
    try {
      const answer = answerIn(url, this.#hosted.name);
      if (answer === undefined) return undefined;
      return await this.#queue.run(() => this.#signIn("auth.exchangeCode", answer.input, options, answer.iss));
    } finally {
      if (url === location.href) cleanAddress();
    }
  };

  logout: BrowserSession["logout"] = async (options) => {
    await this.client.auth.logout({}, options);
  };

  refresh = async (): Promise<void> => {
    await this.#tokenWithRetries(this.#shared.record.accessToken ?? "");
  };

  accessToken = (): Promise<string | undefined> => this.#tokenWithRetries();

  dispose = (): void => {
    this.#listeners.clear();
    this.#lifetime.abort();
  };

  /** Sends a call of the client. Calls that start and end sessions get special treatment. */
  #call: Transport["call"] = async (type, path, request, options) => {
    let input = request;
    if (OPENING.includes(path)) return await this.#queue.run(() => this.#signIn(path, input, options));
    if (path === "auth.stepUp") return await this.#stepUp(input, options);
    if (path === "auth.logout") return await this.#logout(options);
    // Always anonymous, even if a user is signed in.
    if (BEGINNING.includes(path)) return await this.#begin(path, input, options);
    // The page that registered confirms the email, so that the password stays.
    if (path.startsWith("auth.email.confirm")) input = { registrationToken: this.#registrationToken, ...Object(input) };
    if (this.state === "loading") await unlessAborted(this.#determining.run(this.#determineState), options?.signal);
    return await this.#send(type, path, input, options);
  };

  async #begin(path: string, input: unknown, options?: CallOptions): Promise<unknown> {
    const answer = await this.#asPage().call("mutation", path, input, options);
    this.#registrationToken = Object(answer).registrationToken ?? this.#registrationToken;
    return answer;
  }

  /** Sends with an access token, if there is a session. Refreshes an expired one, once. */
  async #send(...[type, path, input, options]: Parameters<Transport["call"]>): Promise<unknown> {
    for (let refused: string | undefined; ; ) {
      const token = await this.#token(refused, options?.signal);
      const sid = sidOf(token);
      const at = Date.now();
      try {
        const answer = await this.#requests(token).call(type, path, input, options);
        if (sid) await this.#applyResponse({ sid, at }, path, input, answer);
        return answer;
      } catch (error) {
        const code = finalCodeOf(error);
        if (token !== undefined && endsSession(code)) await this.#shared.end(sid);
        if (token === undefined || refused !== undefined || !isExpired(code)) throw error;
        refused = token;
      }
    }
  }

  /** Updates the session from a response. */
  async #applyResponse(
    { sid, at }: { sid: string; at: number },
    path: string,
    input: unknown,
    answer: unknown,
  ): Promise<void> {
    const { record } = this.#shared;
    if (ENDING.includes(path) || (path === "auth.sessions.end" && Object(input).id === sid)) {
      await this.#shared.end(sid);
    } else if ((path === "auth.me" || path === "auth.account.update") && record.sid === sid && !record.ended) {
      const { user } = Object(answer);
      if (JSON.stringify(user) === JSON.stringify(record.user)) return;
      await this.#shared.change({ ...record, user, userAt: at });
    }
  }

  /** Adds a factor to the session, which gets new tokens, or opens the session of a sign-in that lacked the factor. */
  async #stepUp(input: unknown, options: CallOptions | undefined): Promise<LoginResponse> {
    // Before its turn in the queue, where a refresh has a turn of its own.
    if (!Object(input).signInToken) await this.#tokenWithRetries();
    return await this.#queue.run(() => {
      const { refreshToken } = this.#shared.record;
      const request = Object(input).signInToken ? input : { refreshToken, ...Object(input) };
      return this.#signIn("auth.stepUp", request, options);
    });
  }

  /** Opens a session, of this issuer if it is given. */
  async #signIn(path: string, input: unknown, options?: CallOptions, iss?: string): Promise<LoginResponse> {
    const at = Date.now();
    const request = { ...Object(input), mode: this.#mode };
    const answer = await this.#asPage().call("mutation", path, request, options);
    // The response type of these paths.
    const result = answer as LoginResponse;
    if (iss !== undefined && !isIssuedBy(result.accessToken, iss)) throw failed("iss_mismatch");
    await this.#shared.accept(recordOf(result, this.#shared.record, at, result.user));
    return result;
  }

  async #logout(options: CallOptions | undefined): Promise<LogoutResponse> {
    if (this.#cookie) return await this.#queue.run(() => this.#endAtService(undefined, options));
    // In bearer mode dropping the token signs out. In cookie mode the browser keeps its cookie.
    const { sid, refreshToken } = this.#shared.record;
    await this.#shared.end();
    const token = refreshToken || this.#pendingLogout;
    this.#pendingLogout = token;
    if (token) await this.#queue.run(() => this.#endAtService(token, options));
    if (this.#pendingLogout === token) this.#pendingLogout = undefined;
    return { sessionId: sid };
  }

  /** Ends the session of the refresh token, or of the cookie, at the service. */
  async #endAtService(refreshToken: string | undefined, options: CallOptions | undefined): Promise<LogoutResponse> {
    const { sid } = this.#shared.record;
    const answer = await this.#asPage()
      .call("mutation", "auth.logout", { refreshToken }, options)
      .catch((error) => {
        if (!endsRefresh(finalCodeOf(error))) throw error;
        return { sessionId: sid };
      });
    // The response type of this path.
    const ended = answer as LogoutResponse;
    await this.#shared.end(ended.sessionId);
    return ended;
  }

  /** The access token, with the retries of a call. */
  async #tokenWithRetries(refused?: string): Promise<string | undefined> {
    const tokens: Transport = {
      call: async (_type, _path, _input, options) => {
        if (this.state === "loading") await this.#determining.run(this.#determineState);
        return await this.#token(refused, options?.signal);
      },
    };
    const token = await retrying(tokens, { timeoutSeconds: 10, maxRetries: 2 }).call("query", "", undefined);
    // The transport above returns a token.
    return token as string | undefined;
  }

  async #token(refused?: string, signal?: AbortSignal): Promise<string | undefined> {
    if (needsExchange(this.#shared, this.#cookie, refused)) {
      const deps = {
        shared: this.#shared,
        cookie: this.#cookie,
        wire: retrying(this.#asPage(), { timeoutSeconds: EXCHANGE_SECONDS, maxRetries: 0 }),
        exchangeAgain: () => this.refresh().catch(() => {}),
      };
      const work = () => this.#queue.run(() => exchange(deps, refused));
      await unlessAborted(this.#exchanging.run(work), signal);
    }
    return this.#shared.record.accessToken;
  }

  /** Determines who is signed in, in one attempt. */
  #determineState = async (): Promise<void> => {
    try {
      // A refresh starts with the same.
      if (!needsExchange(this.#shared, this.#cookie)) await this.#shared.syncTabs();
      const token = await this.#token();
      if (this.state !== "loading") return;
      if (token === undefined) await this.#shared.end();
      else await this.#send("query", "auth.me", undefined);
    } catch (error) {
      // A session that has ended is a result too.
      if (this.state === "loading") throw error;
    }
  };

  /**
   * Determines who is signed in, with unlimited retries; the snapshot shows the last failure. After a final refusal the state is
   * `signed-out`; an existing session continues, and the page's next call tries again.
   */
  #load = async (): Promise<void> => {
    for (let failures = 1; this.state === "loading" && !this.#lifetime.signal.aborted; failures++) {
      try {
        await this.#determining.run(this.#determineState);
      } catch (error) {
        const isFinal = finalCodeOf(error) !== undefined;
        // Calls throw nothing else.
        this.#failure = { error: error as CfAuthError, isFinal };
        if (isFinal && this.#shared.record.sid === "") await this.#shared.end();
        this.#publish();
        if (isFinal) return;
        this.#retryNow = new AbortController();
        await pauseBefore(
          failures,
          retryAfterMs(error),
          AbortSignal.any([this.#retryNow.signal, this.#lifetime.signal]),
        );
      }
    }
  };

  #watch(): void {
    const { signal } = this.#lifetime;
    for (const event of ["online", "visibilitychange"]) addEventListener(event, this.#wake, { signal });
    void this.ready();
  }

  /** The page is visible again, or the network is back: retries at once. There are no timers. */
  #wake = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#retryNow.abort();
    if (this.state === "signed-in") this.#token().catch(() => {});
  };

  #publish(): void {
    const before = this.#snapshot;
    const { record, isTenantVerified } = this.#shared;
    // The state is known by now.
    if (record.sid !== "" && (record.ended || (record.user !== undefined && isTenantVerified)))
      this.#failure = undefined;
    this.#snapshot = snapshotOf(this.#shared, before, this.#failure);
    if (this.#snapshot === before) return;
    // A listener's error must not reach the others.
    for (const listener of this.#listeners) queueMicrotask(() => listener(this.#snapshot));
    if (this.state === "loading") void this.ready();
  }

  /** A browser has one session: a new sign-in ends the previous one, as the service does in cookie mode. */
  #endReplaced({ refreshToken }: SessionRecord): void {
    retrying(this.#asPage(), { timeoutSeconds: 10, maxRetries: 2 })
      .call("mutation", "auth.logout", { refreshToken })
      .catch(() => {});
  }

  /** Calls with the page's own credentials. They outlive the page, so that their cookies are stored. */
  #asPage(): Transport {
    return this.#requests(undefined, { keepalive: true });
  }
}

/** A page without an origin, such as one in a sandboxed frame, has no API of its own. */
function ownOrigin(): readonly string[] {
  return typeof location === "object" && location.origin !== "null" ? [location.origin] : [];
}

function ownStorage(): Storage | undefined {
  try {
    return typeof document === "object" ? localStorage : undefined;
  } catch {
    // Without storage, an interrupted refresh is not resumed.
    return undefined;
  }
}

/**
 * Creates the session of a page's user, shared by all tabs of the origin. It refreshes access tokens when they are needed. Only a sign-out
 * or the service ends it, never an outage of the network or the service.
 *
 * @throws `CfAuthError`, with code `invalid_input` if `url` is not an http(s) URL.
 * @example
 * const session = createSession({ url: "https://login.acme.example", mode: "cookie" });
 * session.subscribe(({ state, user }) => show(state === "signed-in" ? user.email : "Sign in"));
 */
export function createSession(options: SessionOptions): BrowserSession {
  return new TabSession(options);
}
