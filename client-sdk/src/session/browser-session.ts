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
import { type Requests, requestsOf } from "./requests.ts";
import type { BrowserSession, SessionClient, SessionOptions } from "./session.ts";
import { recordOf, type SessionRecord, sidOf } from "./session-record.ts";
import { SharedSession } from "./shared-session.ts";
import { SerialQueue, SingleFlight } from "./single-flight.ts";
import { type Failure, LOADING, type SessionSnapshot, snapshotOf } from "./snapshot.ts";

/** Shorter than the service's grace for reuse, so that no request of one tab arrives when that of another is long past. */
const EXCHANGE_SECONDS = 7;
/** An API that refuses a token as young as that refuses the user, and not the token's age. */
const YOUNG_SECONDS = 30;
/** A key's checksum: it tells keys apart, and not what they are. */
const KEY_SUFFIX = 6;
/** After these of the user's own calls there is no session any more. */
const ENDING: readonly string[] = ["auth.sessions.endAll", "auth.account.delete"];

/** A session as the tab that shows it has it. */
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
  /** Where several cookies came at once, the browser would keep the one that comes last, whichever that is. */
  readonly #queue = new SerialQueue();
  readonly #requests: Requests;
  /** Ends the wait before what failed is tried again. */
  #retryNow = new AbortController();
  #snapshot: SessionSnapshot = LOADING;
  #failure: Failure | undefined;
  /** Of a session that has been signed out here, which the service could not be told yet. */
  #pendingLogout: string | undefined;

  constructor(options: SessionOptions) {
    const { mode, key, onChange, apiOrigins = ownOrigin(), fetch = globalThis.fetch } = options;
    const named = { ...options, url: serviceUrl(options.url) };
    this.#mode = mode;
    this.#cookie = mode === "cookie";
    this.#requests = requestsOf(named);
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
    // On a server nobody looks at it before it is used.
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
    // The same function may be given twice.
    const own = (snapshot: SessionSnapshot) => listener(snapshot);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  ready = async (): Promise<SessionSnapshot> => {
    if (this.state === "loading") await this.#loading.run(this.#load);
    return this.#snapshot;
  };

  login: BrowserSession["login"] = (input, options) => this.client.auth.login(input, options);

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

  /** Carries a call of the client. Those that begin and end sessions are the session's own business. */
  #call: Transport["call"] = async (type, path, input, options) => {
    if (path === "auth.login") return await this.#queue.run(() => this.#login(input, options));
    if (path === "auth.logout") return await this.#logout(options);
    // A stranger's call, also where somebody is signed in.
    if (path === "auth.register") return await this.#asPage().call(type, path, input, options);
    if (this.state === "loading") await unlessAborted(this.#determining.run(this.#determineState), options?.signal);
    return await this.#send(type, path, input, options);
  };

  /** Under an access token, if there is a session. One that has expired on the way is exchanged, once. */
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
        const verdict = finalCodeOf(error);
        if (token !== undefined && endsSession(verdict)) await this.#shared.end(sid);
        if (token === undefined || refused !== undefined || !isExpired(verdict)) throw error;
        refused = token;
      }
    }
  }

  /** What an answer says about the session itself. */
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

  async #login(input: unknown, options: CallOptions | undefined): Promise<LoginResponse> {
    const at = Date.now();
    const asked = { ...Object(input), mode: this.#mode };
    const answer = await this.#asPage().call("mutation", "auth.login", asked, options);
    // What the service answers on this path.
    const given = answer as LoginResponse;
    await this.#shared.accept(recordOf(given, this.#shared.record, at, given.user));
    return given;
  }

  async #logout(options: CallOptions | undefined): Promise<LogoutResponse> {
    if (this.#cookie) return await this.#queue.run(() => this.#endAtService(undefined, options));
    // Who holds the token has signed out by letting go of it. A browser that keeps its cookie has not.
    const { sid, refreshToken } = this.#shared.record;
    await this.#shared.end();
    const token = refreshToken || this.#pendingLogout;
    this.#pendingLogout = token;
    if (token) await this.#queue.run(() => this.#endAtService(token, options));
    if (this.#pendingLogout === token) this.#pendingLogout = undefined;
    return { sessionId: sid };
  }

  /** Has the service end the session of the refresh token, or else of the cookie. */
  async #endAtService(refreshToken: string | undefined, options: CallOptions | undefined): Promise<LogoutResponse> {
    const { sid } = this.#shared.record;
    const answer = await this.#asPage()
      .call("mutation", "auth.logout", { refreshToken }, options)
      .catch((error) => {
        if (!endsRefresh(finalCodeOf(error))) throw error;
        return { sessionId: sid };
      });
    // What the service answers on this path.
    const left = answer as LogoutResponse;
    await this.#shared.end(left.sessionId);
    return left;
  }

  /** As often as a call is tried, by what is no call. */
  async #tokenWithRetries(refused?: string): Promise<string | undefined> {
    const carry: Transport = {
      call: async (_type, _path, _input, options) => {
        if (this.state === "loading") await this.#determining.run(this.#determineState);
        return await this.#token(refused, options?.signal);
      },
    };
    const token = await retrying(carry, { timeoutSeconds: 10, maxRetries: 2 }).call("query", "", undefined);
    // What is carried here.
    return token as string | undefined;
  }

  async #token(refused?: string, signal?: AbortSignal): Promise<string | undefined> {
    if (needsExchange(this.#shared, this.#cookie, refused)) {
      const by = {
        shared: this.#shared,
        cookie: this.#cookie,
        wire: retrying(this.#asPage(), { timeoutSeconds: EXCHANGE_SECONDS, maxRetries: 0 }),
        exchangeAgain: () => this.refresh().catch(() => {}),
      };
      const work = () => this.#queue.run(() => exchange(by, refused));
      await unlessAborted(this.#exchanging.run(work), signal);
    }
    return this.#shared.record.accessToken;
  }

  /** Finds out who is signed in, once. */
  #determineState = async (): Promise<void> => {
    try {
      // An exchange begins with that.
      if (!needsExchange(this.#shared, this.#cookie)) await this.#shared.syncTabs();
      const token = await this.#token();
      if (this.state !== "loading") return;
      if (token === undefined) await this.#shared.end();
      else await this.#send("query", "auth.me", undefined);
    } catch (error) {
      // That nobody is signed in any more is an answer too.
      if (this.state === "loading") throw error;
    }
  };

  /**
   * Finds out who is signed in, however long it takes; what has kept it from that so far is shown. What the service refuses to
   * say is as though nobody were, here: where there is a session, it goes on, and is asked about again by the page's next call.
   */
  #load = async (): Promise<void> => {
    for (let failures = 1; this.state === "loading" && !this.#lifetime.signal.aborted; failures++) {
      try {
        await this.#determining.run(this.#determineState);
      } catch (error) {
        const isFinal = finalCodeOf(error) !== undefined;
        // All that calls throw.
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

  /** Somebody looks at the page, or the network is back: what waits does so no longer. Nothing is done by timers. */
  #wake = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#retryNow.abort();
    if (this.state === "signed-in") this.#token().catch(() => {});
  };

  #publish(): void {
    const before = this.#snapshot;
    const { record, isTenantVerified } = this.#shared;
    // Known by now, however hard that was.
    if (record.sid !== "" && (record.ended || (record.user !== undefined && isTenantVerified)))
      this.#failure = undefined;
    this.#snapshot = snapshotOf(this.#shared, before, this.#failure);
    if (this.#snapshot === before) return;
    // An error of theirs is theirs alone.
    for (const listener of this.#listeners) queueMicrotask(() => listener(this.#snapshot));
    if (this.state === "loading") void this.ready();
  }

  /** A browser has one session at a time: it ends the one before, as the service does where that is in a cookie. */
  #endReplaced({ refreshToken }: SessionRecord): void {
    retrying(this.#asPage(), { timeoutSeconds: 10, maxRetries: 2 })
      .call("mutation", "auth.logout", { refreshToken })
      .catch(() => {});
  }

  /** Calls that begin, go on with and end sessions. They outlive the page, so that their cookies are kept. */
  #asPage(): Transport {
    return this.#requests(undefined, { keepalive: true });
  }
}

/** A page without an origin of its own, such as one in a sandboxed frame, has no API of its own either. */
function ownOrigin(): readonly string[] {
  return typeof location === "object" && location.origin !== "null" ? [location.origin] : [];
}

function ownStorage(): Storage | undefined {
  try {
    return typeof document === "object" ? localStorage : undefined;
  } catch {
    // Where pages may keep nothing, an exchange that was cut off is not taken up again.
    return undefined;
  }
}

/**
 * The session of a page's user, in step in all tabs of its origin. It gets access tokens when they are needed, and loses the
 * session only when it is told to or the service says that it is over, never by a network or a service that is down.
 *
 * @example
 * const session = createSession({ url: "https://login.acme.example", mode: "cookie" });
 * session.subscribe(({ state, user }) => show(state === "signed-in" ? user.email : "Sign in"));
 */
export function createSession(options: SessionOptions): BrowserSession {
  return new TabSession(options);
}
