import { claimsOf } from "../calls/credentials.ts";
import { pause } from "../events/reconnect.ts";
import { parseRecord } from "./parse-record.ts";
import { EMPTY_RECORD, endedRecord, isNewer, merge, type SessionRecord } from "./session-record.ts";
import { type SessionStorage, SessionStore } from "./storage.ts";

/** How long other tabs have to answer with a newer record, in milliseconds. */
const ANSWER_MS = 100;
/** A longer wait means that the tab was frozen meanwhile. */
const LONG_MS = 10 * ANSWER_MS;
/** Minimum remaining lifetime of a token before use, in seconds. The service itself tolerates 5 seconds of clock skew. */
const SKEW_SECONDS = 30;

/** Settings of a shared session. */
export interface SharedSettings {
  /** Name of storage entry and channel. Several tenants may share it: the records contain the tenant. */
  readonly name: string;
  /** The last characters of this page's key; empty without a key. */
  readonly keySuffix: string;
  /** In cookie mode it holds no tokens, only what resumes an interrupted refresh. */
  readonly storage: SessionStorage | undefined;
  readonly cookie: boolean;
  /** Aborted by `dispose()`. */
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  /** Called with a session that a later sign-in has replaced. */
  readonly onReplaced: (loser: SessionRecord) => void;
}

/**
 * The session record of this tab, synchronized with the other tabs. The only message is a whole record. A tab that receives an older
 * record than its own sends its own. All tabs agree on which is newer (`isNewer`), so late, repeated and reordered messages are harmless.
 */
export class SharedSession {
  readonly #settings: SharedSettings;
  readonly #store: SessionStore | undefined;
  readonly #channel: BroadcastChannel | undefined;
  #record: SessionRecord = EMPTY_RECORD;
  /** The tenant of this page's credentials, once a response has shown it. */
  #tenant: string | undefined;
  /** A tenant that this page's credentials do not belong to, while their own is unknown. */
  #otherTenant: string | undefined;
  /** When the tokens were requested, on the monotonic clock. */
  #since = 0;

  constructor(settings: SharedSettings) {
    const { name, storage, signal } = settings;
    this.#settings = settings;
    this.#store = storage && new SessionStore(storage, name);
    // Only in browsers: on a server, sessions of different users would share the channel.
    if (typeof document !== "object" || typeof BroadcastChannel !== "function") return;
    const channel = new BroadcastChannel(name);
    this.#channel = channel;
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const received = parseRecord(data);
      // An unknown version gets no reply: two versions would answer each other forever.
      if (received === undefined) return;
      this.#apply(received);
      if (isNewer(this.#record, received)) this.#broadcast();
    };
    signal.addEventListener("abort", () => channel.close());
  }

  get record(): SessionRecord {
    return this.#record;
  }

  /** Age of the tokens in seconds, at least. Clock changes and sleep can only increase it. */
  get ageSeconds(): number {
    return Math.max(performance.now() - this.#since, Date.now() - this.#record.at) / 1000;
  }

  /**
   * Whether the session belongs to the tenant of this page's credentials: they opened or refreshed it, now or earlier with the same key.
   * With another key, such as a rotated one, the first refresh decides.
   */
  get isTenantVerified(): boolean {
    const { tenant } = this.#record;
    return tenant === "" || tenant === this.#tenant;
  }

  /** Whether the access token is usable. Its lifetime is the difference of two claims of the service's clock. */
  get isFresh(): boolean {
    const { accessToken } = this.#record;
    if (accessToken === undefined || !this.isTenantVerified) return false;
    const { iat, exp } = claimsOf(accessToken);
    const seconds = Number(exp) - Number(iat);
    return this.ageSeconds < seconds - Math.min(SKEW_SECONDS, seconds / 2);
  }

  /** Stores a new record and sends it to the other tabs. */
  async change(next: SessionRecord): Promise<void> {
    this.#apply(next);
    this.#broadcast();
    await this.sync();
  }

  /** Accepts a record from a response to this page's own credentials. */
  async accept(next: SessionRecord): Promise<void> {
    const { keySuffix } = this.#settings;
    // An earlier record under the same key may name another tenant, for example after a host moved.
    if (next.tenant !== this.#tenant) this.#tenant = undefined;
    await this.change({ ...next, keySuffix });
  }

  /** Ends a session; defaults to the current one. */
  async end(sid = this.#record.sid): Promise<void> {
    await this.change({ ...endedRecord(sid, this.#record.tenant), keySuffix: this.#settings.keySuffix });
  }

  /** The session belongs to another tenant: it continues for that tenant's pages, and this page has none. */
  disown(): void {
    this.#otherTenant = this.#record.tenant;
    this.#record = endedRecord("");
    this.#settings.onChange();
  }

  /** Reads the storage entry, and writes it if this record is newer. */
  async sync(): Promise<void> {
    if (this.#store === undefined) return;
    const { cookie } = this.#settings;
    const read = await this.#store.read();
    // In cookie mode the cookie is the session, whatever the entry says.
    const stored = cookie ? withoutTokens(read) : read;
    this.#apply(stored);
    if (isNewer(this.#record, stored)) await this.#store.write(cookie ? withoutTokens(this.#record) : this.#record);
  }

  /** Collects newer records from storage and other tabs. A tab that does not answer in time is ignored. */
  async syncTabs(): Promise<void> {
    await this.sync();
    if (this.#channel === undefined) return;
    // A frozen tab may have missed the answers, so it asks again; once, because hidden tabs always wait long.
    if ((await this.#requestUpdates()) > LONG_MS) await this.#requestUpdates();
  }

  /** Waits for messages in flight. */
  async waitForMessages(): Promise<void> {
    await pause(ANSWER_MS, this.#settings.signal);
  }

  /** Returns how many milliseconds it waited. */
  async #requestUpdates(): Promise<number> {
    const start = Date.now();
    this.#broadcast();
    await this.waitForMessages();
    return Date.now() - start;
  }

  #apply(next: SessionRecord): void {
    const wasProven = this.isTenantVerified;
    if (next.tenant !== "" && next.keySuffix === this.#settings.keySuffix) this.#tenant ??= next.tenant;
    if (this.#isOtherTenant(next)) return;
    if (this.#isOtherTenant(this.#record)) this.#record = EMPTY_RECORD;
    const [before, after] = [this.#record, merge(this.#record, next)];
    // A repeated record is no change, so listeners see the same user object.
    if (isNewer(after, before)) {
      this.#record =
        after.userAt === before.userAt && after.sid === before.sid ? { ...after, user: before.user } : after;
      if (after.accessToken !== before.accessToken) {
        this.#since = performance.now() - Math.max(0, Date.now() - after.at);
      }
    }
    if (isNewer(after, before) || this.isTenantVerified !== wasProven) this.#settings.onChange();
    const loser = isNewer(next, before) ? before : next;
    if (loser.refreshToken && loser.sid !== after.sid && loser.tenant === after.tenant)
      this.#settings.onReplaced(loser);
  }

  /** Pages of several tenants may share an origin, and so storage and channel. */
  #isOtherTenant({ tenant }: SessionRecord): boolean {
    return tenant !== "" && (this.#tenant === undefined ? tenant === this.#otherTenant : tenant !== this.#tenant);
  }

  #broadcast(): void {
    if (!this.#settings.signal.aborted) this.#channel?.postMessage(this.#record);
  }
}

/** In cookie mode the access token, which identifies the user, stays in memory. */
function withoutTokens({ tries, attempt }: SessionRecord): SessionRecord {
  return { ...EMPTY_RECORD, tries, attempt };
}
