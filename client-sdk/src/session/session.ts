import type { CallOptions } from "../calls/call-options.ts";
import type { CallDefaults } from "../client.ts";
import type { Procedures } from "../generated/procedures.ts";
import type { LoginRequest, LoginResponse, User } from "../generated/types.ts";
import type { RedirectOptions } from "./redirect.ts";
import type { SessionSnapshot } from "./snapshot.ts";
import type { SessionStorage } from "./storage.ts";

/** Options of `createSession`. */
export interface SessionOptions extends CallDefaults {
  /** URL of the service, such as `https://auth.example.com`. In cookie mode the tenant's own host. */
  readonly url: string;
  /** A publishable key of the tenant. */
  readonly key?: string | undefined;
  /** The tenant's id or slug. Needed if neither `key` nor the host names the tenant. */
  readonly tenant?: string | undefined;
  /** Where the refresh token is: `cookie`, out of reach of scripts, or `bearer`, in the page. Defaults to `bearer`. */
  readonly mode?: "bearer" | "cookie" | undefined;
  /**
   * Storage of the session, such as `localStorage`. In bearer mode it holds the tokens, which any script of the origin can read; without
   * a storage the session ends with the last open tab. In cookie mode it holds no secret, only the key of an interrupted refresh, and
   * defaults to `localStorage`.
   */
  readonly storage?: SessionStorage | undefined;
  /**
   * Name of the storage entry and of the tabs' BroadcastChannel. Defaults to a name made of `url`, `mode`, and `tenant` or the key's
   * environment. Set one per tenant if pages of several tenants share an origin: otherwise the last sign-in replaces the others.
   */
  readonly storageKey?: string | undefined;
  /** Origins that `session.fetch` sends the access token to. Defaults to the page's own origin. */
  readonly apiOrigins?: readonly string[] | undefined;
  /** Called after each change of state or user. */
  readonly onChange?: ((snapshot: SessionSnapshot) => void) | undefined;
  /** Additional headers of every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The `fetch` to send requests with. Defaults to the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Called once with the service's warning about an outdated client. Defaults to `console.warn`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** Every procedure except `auth.refresh`, which the session calls itself. */
export type SessionClient = Omit<Procedures, "auth"> & { readonly auth: Omit<Procedures["auth"], "refresh"> };

/** A browser's session: one user or none, shared by all tabs of an origin. */
export interface BrowserSession {
  /** `loading`, `signed-in` or `signed-out`. */
  readonly state: SessionSnapshot["state"];
  /** Undefined unless the state is `signed-in`. */
  readonly user: User | undefined;
  /**
   * Client with the credentials of the signed-in user, or without any. `client.auth.login`, `emailSignIn.complete` and `stepUp` open the
   * session, `client.auth.logout` ends it. `client.auth.stepUp` without a `signInToken` adds a factor to the open session. Any call detects a session that the service has ended.
   */
  readonly client: SessionClient;
  /**
   * Waits until the state is known, also while the network is down.
   *
   * @example
   * const { state } = await session.ready();
   */
  ready(): Promise<SessionSnapshot>;
  /**
   * Signs in, in every tab. Ends an existing session.
   *
   * @param request - `email`, `password`, and `challenge` after a `challenge_required` error.
   * @returns The user and the tokens.
   * @throws `CfAuthError`, with the codes of `auth.login`, such as `invalid_credentials`, and `factor_required`, whose details have the
   *   `signInToken` for `client.auth.stepUp`.
   * @example
   * const { user } = await session.login({ email, password });
   */
  login(request: Omit<LoginRequest, "mode">, options?: CallOptions): Promise<LoginResponse>;
  /**
   * Leads the browser to the tenant's hosted sign-in page, which returns to `returnUrl`. Call `completeRedirect` there. Requires `key`.
   *
   * @param options - `returnUrl`, registered in the tenant's setting `returnUrls`; `signUp` for the sign-up page.
   * @returns A promise that stays pending, since the page is left.
   * @example
   * await session.signInWithRedirect({ returnUrl: `${location.origin}/callback` });
   */
  signInWithRedirect(options: RedirectOptions): Promise<never>;
  /**
   * Completes `signInWithRedirect`: checks the answer in the URL, exchanges its code, and removes it from the address bar. Works once, in
   * the tab that began.
   *
   * @param url - The return URL. Defaults to the page's.
   * @returns The user and the tokens; undefined if the URL has no answer.
   * @throws `CfAuthError`, with code `redirect_failed` if the user went back (`details.reason` is `access_denied`) or the answer isn't to
   * this tab's sign-in, and with the codes of `auth.exchangeCode`.
   * @example
   * const signedIn = await session.completeRedirect();
   */
  completeRedirect(url?: string, options?: CallOptions): Promise<LoginResponse | undefined>;
  /**
   * Signs out, in every tab.
   *
   * @throws `CfAuthError`, with code `network` or `timeout` if the service can't be reached. In bearer mode the tabs are signed out all the
   * same, and the session expires at the service. In cookie mode they stay signed in, because the browser still has the cookie.
   */
  logout(options?: CallOptions): Promise<void>;
  /** Gets a new access token before the current one expires, for example after its claims changed. */
  refresh(): Promise<void>;
  /**
   * An access token for your own API, valid for at least 30 seconds. Undefined if nobody is signed in.
   *
   * @throws `CfAuthError`, with code `session_ended` if the session has ended, or `network` if the service can't be reached.
   */
  accessToken(): Promise<string | undefined>;
  /**
   * `fetch` for your own API: sends the access token to `apiOrigins`, and to no other origin. After a 401 it retries once with a new
   * token.
   *
   * @example
   * const orders = await (await session.fetch("/api/orders")).json();
   */
  readonly fetch: typeof globalThis.fetch;
  /** The current state and user; the same object until they change. For React's `useSyncExternalStore`. */
  getSnapshot(): SessionSnapshot;
  /** The state during server-side rendering: `loading`. */
  getServerSnapshot(): SessionSnapshot;
  /** Calls the listener now and after each change. Returns the function that stops it. A Svelte store. */
  subscribe(listener: (snapshot: SessionSnapshot) => void): () => void;
  /** Calls the listener after each change. Returns the function that stops it. */
  onChange(listener: (snapshot: SessionSnapshot) => void): () => void;
  /** Removes listeners, timers and the channel. The session itself continues. */
  dispose(): void;
}
