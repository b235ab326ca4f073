import type { CallOptions } from "../calls/call-options.ts";
import type { CfAuthError } from "../calls/error.ts";
import { waitOf } from "../calls/failures.ts";
import { retrying } from "../calls/retry.ts";
import { serviceUrl } from "../calls/service-url.ts";
import type { Transport } from "../calls/transport.ts";
import { unlessAborted } from "../calls/unless-aborted.ts";
import { proceduresOver } from "../client.ts";
import { pauseBefore } from "../events/reconnect.ts";
import type { LoginResponse, LogoutResponse, User } from "../generated/types.ts";
import { authorizedFetch } from "./authorized-fetch.ts";
import { exchange, isDue } from "./exchange.ts";
import { type Held, heldOf, sidOf } from "./held.ts";
import { nameOf } from "./name.ts";
import { type Requests, requestsOf } from "./requests.ts";
import type { Session, SessionClient, SessionOptions } from "./session.ts";
import { Shared } from "./shared.ts";
import { Line, SingleFlight } from "./single-flight.ts";
import { type Failure, LOADING, type Snapshot, snapshotOf } from "./snapshot.ts";
import { isExpired, isOver, isOverForGood, verdictOf } from "./verdict.ts";

/** Shorter than the service's grace for reuse, so that no request of one tab arrives when that of another is long past. */
const EXCHANGE_SECONDS = 7;
/** An API that refuses a token as young as that refuses the user, and not the token's age. */
const YOUNG_SECONDS = 30;
/** A key's checksum: it tells keys apart, and not what they are. */
const KEY_SUFFIX = 6;
/** After these of the user's own calls there is no session any more. */
const ENDING: readonly string[] = ["auth.sessions.endAll", "auth.account.delete"];

/** A session as the tab that shows it has it. */
class BrowserSession implements Session {
  readonly client: SessionClient;
  readonly fetch: typeof globalThis.fetch;
  readonly #mode: SessionOptions["mode"];
  readonly #cookie: boolean;
  readonly #shared: Shared;
  readonly #life = new AbortController();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #loading = new SingleFlight();
  readonly #settling = new SingleFlight();
  readonly #exchanging = new SingleFlight();
  /** Where several cookies came at once, the browser would keep the one that comes last, whichever that is. */
  readonly #line = new Line();
  readonly #requests: Requests;
  /** Ends the wait before what failed is tried again. */
  #hurry = new AbortController();
  #snapshot: Snapshot = LOADING;
  #failure: Failure | undefined;
  /** Of a session that has been signed out here, which the service could not be told yet. */
  #untold: string | undefined;

  constructor(options: SessionOptions) {
    const { mode, key, onChange, apiOrigins = ownOrigin(), fetch = globalThis.fetch } = options;
    const named = { ...options, url: serviceUrl(options.url) };
    this.#mode = mode;
    this.#cookie = mode === "cookie";
    this.#requests = requestsOf(named);
    if (onChange) this.#listeners.add(onChange);
    this.#shared = new Shared({
      name: nameOf(named),
      keySuffix: key?.slice(-KEY_SUFFIX) ?? "",
      storage: options.storage ?? (this.#cookie ? ownStorage() : undefined),
      cookie: this.#cookie,
      signal: this.#life.signal,
      onChange: () => this.#changed(),
      onReplaced: (loser) => this.#endReplaced(loser),
    });
    this.client = proceduresOver({ call: this.#call }, { ...options, token: () => this.#shared.held.accessToken });
    this.fetch = authorizedFetch(
      (...request) => fetch(...request),
      apiOrigins,
      async (refused) =>
        refused !== undefined && this.#shared.ageSeconds < YOUNG_SECONDS ? refused : await this.#patientToken(refused),
    );
    // On a server nobody looks at it before it is used.
    if (typeof document === "object") this.#watch();
  }

  get state(): Snapshot["state"] {
    return this.#snapshot.state;
  }

  get user(): User | undefined {
    return this.#snapshot.user;
  }

  getSnapshot = (): Snapshot => this.#snapshot;

  getServerSnapshot = (): Snapshot => LOADING;

  subscribe = (listener: (snapshot: Snapshot) => void): (() => void) => {
    const stop = this.onChange(listener);
    listener(this.#snapshot);
    return stop;
  };

  onChange = (listener: (snapshot: Snapshot) => void): (() => void) => {
    // The same function may be given twice.
    const own = (snapshot: Snapshot) => listener(snapshot);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  ready = async (): Promise<Snapshot> => {
    if (this.state === "loading") await this.#loading.run(this.#load);
    return this.#snapshot;
  };

  login: Session["login"] = (input, options) => this.client.auth.login(input, options);

  logout: Session["logout"] = async (options) => {
    await this.client.auth.logout({}, options);
  };

  refresh = async (): Promise<void> => {
    await this.#patientToken(this.#shared.held.accessToken ?? "");
  };

  accessToken = (): Promise<string | undefined> => this.#patientToken();

  dispose = (): void => {
    this.#listeners.clear();
    this.#life.abort();
  };

  /** Carries a call of the client. Those that begin and end sessions are the session's own business. */
  #call: Transport["call"] = async (type, path, input, options) => {
    if (path === "auth.login") return await this.#line.run(() => this.#login(input, options));
    if (path === "auth.logout") return await this.#logout(options);
    // A stranger's call, also where somebody is signed in.
    if (path === "auth.register") return await this.#own().call(type, path, input, options);
    if (this.state === "loading") await unlessAborted(this.#settling.run(this.#settle), options?.signal);
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
        if (sid) await this.#learn({ sid, at }, path, input, answer);
        return answer;
      } catch (error) {
        const verdict = verdictOf(error);
        if (token !== undefined && isOver(verdict)) await this.#shared.end(sid);
        if (token === undefined || refused !== undefined || !isExpired(verdict)) throw error;
        refused = token;
      }
    }
  }

  /** What an answer says about the session itself. */
  async #learn({ sid, at }: { sid: string; at: number }, path: string, input: unknown, answer: unknown): Promise<void> {
    const { held } = this.#shared;
    if (ENDING.includes(path) || (path === "auth.sessions.end" && Object(input).id === sid)) {
      await this.#shared.end(sid);
    } else if ((path === "auth.me" || path === "auth.account.update") && held.sid === sid && !held.ended) {
      const { user } = Object(answer);
      if (JSON.stringify(user) === JSON.stringify(held.user)) return;
      await this.#shared.change({ ...held, user, userAt: at });
    }
  }

  async #login(input: unknown, options: CallOptions | undefined): Promise<LoginResponse> {
    const at = Date.now();
    const asked = { ...Object(input), mode: this.#mode };
    const answer = await this.#own().call("mutation", "auth.login", asked, options);
    // What the service answers on this path.
    const given = answer as LoginResponse;
    await this.#shared.learn(heldOf(given, this.#shared.held, at, given.user));
    return given;
  }

  async #logout(options: CallOptions | undefined): Promise<LogoutResponse> {
    if (this.#cookie) return await this.#line.run(() => this.#leave(undefined, options));
    // Who holds the token has signed out by letting go of it. A browser that keeps its cookie has not.
    const { sid, refreshToken } = this.#shared.held;
    await this.#shared.end();
    const token = refreshToken || this.#untold;
    this.#untold = token;
    if (token) await this.#line.run(() => this.#leave(token, options));
    if (this.#untold === token) this.#untold = undefined;
    return { sessionId: sid };
  }

  /** Has the service end the session of the refresh token, or else of the cookie. */
  async #leave(refreshToken: string | undefined, options: CallOptions | undefined): Promise<LogoutResponse> {
    const { sid } = this.#shared.held;
    const answer = await this.#own()
      .call("mutation", "auth.logout", { refreshToken }, options)
      .catch((error) => {
        if (!isOverForGood(verdictOf(error))) throw error;
        return { sessionId: sid };
      });
    // What the service answers on this path.
    const left = answer as LogoutResponse;
    await this.#shared.end(left.sessionId);
    return left;
  }

  /** As often as a call is tried, by what is no call. */
  async #patientToken(refused?: string): Promise<string | undefined> {
    const carry: Transport = {
      call: async (_type, _path, _input, options) => {
        if (this.state === "loading") await this.#settling.run(this.#settle);
        return await this.#token(refused, options?.signal);
      },
    };
    const token = await retrying(carry, { timeoutSeconds: 10, maximumRetries: 2 }).call("query", "", undefined);
    // What is carried here.
    return token as string | undefined;
  }

  async #token(refused?: string, signal?: AbortSignal): Promise<string | undefined> {
    if (isDue(this.#shared, this.#cookie, refused)) {
      const by = {
        shared: this.#shared,
        cookie: this.#cookie,
        wire: retrying(this.#own(), { timeoutSeconds: EXCHANGE_SECONDS, maximumRetries: 0 }),
        again: () => this.refresh().catch(() => {}),
      };
      const work = () => this.#line.run(() => exchange(by, refused));
      await unlessAborted(this.#exchanging.run(work), signal);
    }
    return this.#shared.held.accessToken;
  }

  /** Finds out who is signed in, once. */
  #settle = async (): Promise<void> => {
    try {
      // An exchange begins with that.
      if (!isDue(this.#shared, this.#cookie)) await this.#shared.meet();
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
    for (let failures = 1; this.state === "loading" && !this.#life.signal.aborted; failures++) {
      try {
        await this.#settling.run(this.#settle);
      } catch (error) {
        const isFinal = verdictOf(error) !== undefined;
        // All that calls throw.
        this.#failure = { error: error as CfAuthError, isFinal };
        if (isFinal && this.#shared.held.sid === "") await this.#shared.end();
        this.#changed();
        if (isFinal) return;
        this.#hurry = new AbortController();
        await pauseBefore(failures, waitOf(error), AbortSignal.any([this.#hurry.signal, this.#life.signal]));
      }
    }
  };

  #watch(): void {
    const { signal } = this.#life;
    for (const event of ["online", "visibilitychange"]) addEventListener(event, this.#awake, { signal });
    void this.ready();
  }

  /** Somebody looks at the page, or the network is back: what waits does so no longer. Nothing is done by timers. */
  #awake = (): void => {
    if (document.visibilityState !== "visible") return;
    this.#hurry.abort();
    if (this.state === "signed-in") this.#token().catch(() => {});
  };

  #changed(): void {
    const before = this.#snapshot;
    const { held, isProven } = this.#shared;
    // Known by now, however hard that was.
    if (held.sid !== "" && (held.ended || (held.user !== undefined && isProven))) this.#failure = undefined;
    this.#snapshot = snapshotOf(this.#shared, before, this.#failure);
    if (this.#snapshot === before) return;
    // An error of theirs is theirs alone.
    for (const listener of this.#listeners) queueMicrotask(() => listener(this.#snapshot));
    if (this.state === "loading") void this.ready();
  }

  /** A browser has one session at a time: it ends the one before, as the service does where that is in a cookie. */
  #endReplaced({ refreshToken }: Held): void {
    retrying(this.#own(), { timeoutSeconds: 10, maximumRetries: 2 })
      .call("mutation", "auth.logout", { refreshToken })
      .catch(() => {});
  }

  /** Calls that begin, go on with and end sessions. They outlive the page, so that their cookies are kept. */
  #own(): Transport {
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
export function createSession(options: SessionOptions): Session {
  return new BrowserSession(options);
}
