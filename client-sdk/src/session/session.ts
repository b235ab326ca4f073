import type { CallOptions } from "../calls/call-options.ts";
import type { CallDefaults } from "../client.ts";
import type { Procedures } from "../generated/procedures.ts";
import type { LoginRequest, LoginResponse, User } from "../generated/types.ts";
import type { SessionSnapshot } from "./snapshot.ts";
import type { SessionStorage } from "./storage.ts";

export interface SessionOptions extends CallDefaults {
  /** Where the service is, such as `https://auth.example.com`; in cookie mode the tenant's own host. */
  readonly url: string;
  /** A publishable key of the tenant. */
  readonly key?: string | undefined;
  /** The tenant's id or slug, where neither a key nor the host says which tenant is meant. */
  readonly tenant?: string | undefined;
  /** Who keeps the refresh token: `cookie`, the browser, out of reach of scripts; `bearer`, the page, which is the default. */
  readonly mode?: "bearer" | "cookie" | undefined;
  /**
   * In bearer mode, where the session outlives its pages, such as `localStorage`: any script of the origin can read it there.
   * Without one it is in the memory of the open tabs alone, and gone with the last. In cookie mode nothing secret is put
   * there: the name of an exchange that was cut off, in `localStorage` unless told.
   */
  readonly storage?: SessionStorage | undefined;
  /**
   * Names the session's entry in the storage and the channel of its tabs. Defaults to a name made of the service's address, the
   * mode, and `tenant` or whether the key is a live or a test one, so that tabs with an old and a new key share a session. Give
   * each a name where several tenants' pages share an origin: they have one entry otherwise, and the last sign-in has it.
   */
  readonly storageKey?: string | undefined;
  /** The origins whose requests `fetch` brings the access token to; the page's own unless given. */
  readonly apiOrigins?: readonly string[] | undefined;
  /** Told of each change from now on. */
  readonly onChange?: ((snapshot: SessionSnapshot) => void) | undefined;
  /** Headers to send with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What to make requests with; the platform's own `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Called once with the service's warning about an outdated client. Defaults to `console.warn`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** Every procedure, but for the one that the session itself calls when it is time. */
export type SessionClient = Omit<Procedures, "auth"> & { readonly auth: Omit<Procedures["auth"], "refresh"> };

/** The session of a browser: one user or none, the same in all tabs of an origin. */
export interface BrowserSession {
  readonly state: SessionSnapshot["state"];
  /** Undefined unless the state is `signed-in`. */
  readonly user: User | undefined;
  /**
   * Calls the service as whoever is signed in, or as nobody. `client.auth.login` and `client.auth.logout` begin and end the
   * session; a session that the service has ended is found out by any call.
   */
  readonly client: SessionClient;
  /**
   * Waits until it is known whether anybody is signed in, however long the network is down.
   *
   * @example
   * const { state } = await session.ready();
   */
  ready(): Promise<SessionSnapshot>;
  /**
   * Signs in, in every tab. A session there was is ended. Throws what `auth.login` throws, such as `invalid_credentials`.
   *
   * @example
   * const { user } = await session.login({ email, password });
   */
  login(input: Omit<LoginRequest, "mode">, options?: CallOptions): Promise<LoginResponse>;
  /**
   * Signs out, in every tab. Where the service cannot be reached it throws `network` or `timeout`: in bearer mode the tabs
   * are signed out all the same, and the service's part of the session ends in its time; in cookie mode, where the browser
   * still has the cookie, they stay signed in.
   */
  logout(options?: CallOptions): Promise<void>;
  /** Gets another access token though the present one is good, as after a change of what its claims say. */
  refresh(): Promise<void>;
  /**
   * An access token for the tenant's own API that is good for half a minute at least; undefined where nobody is signed in.
   * Throws `session_ended` where the session turns out to have ended, and `network` where that cannot be told.
   */
  accessToken(): Promise<string | undefined>;
  /**
   * `fetch` for the tenant's own API: requests to `apiOrigins` bring the access token, all others are left as they are. One
   * that is answered 401 is made once more, with another token.
   *
   * @example
   * const orders = await (await session.fetch("/api/orders")).json();
   */
  readonly fetch: typeof globalThis.fetch;
  /** What there is to show; the same object until that changes. As React's `useSyncExternalStore` takes it. */
  getSnapshot(): SessionSnapshot;
  /** What a server shows: it does not know yet. */
  getServerSnapshot(): SessionSnapshot;
  /** Tells the present state at once and then each change, until what it answers is called. As Svelte's stores are. */
  subscribe(listener: (snapshot: SessionSnapshot) => void): () => void;
  /** Tells each change, until what it answers is called. */
  onChange(listener: (snapshot: SessionSnapshot) => void): () => void;
  /** Ends what goes on in the background: the page is told nothing more, and the session itself goes on. */
  dispose(): void;
}
