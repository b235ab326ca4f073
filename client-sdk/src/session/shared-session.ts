import { claimsOf } from "../calls/credentials.ts";
import { pause } from "../events/reconnect.ts";
import { parseRecord } from "./parse-record.ts";
import { EMPTY_RECORD, endedRecord, isNewer, merge, type SessionRecord } from "./session-record.ts";
import { type SessionStorage, SessionStore } from "./storage.ts";

/** How long another tab has to say that it knows better. */
const ANSWER_MS = 100;
/** Nobody has waited so long who was awake all the time. */
const LONG_MS = 10 * ANSWER_MS;
/** A token that ends sooner is exchanged before it is used; the service itself allows for clocks that differ by five. */
const SKEW_SECONDS = 30;

export interface SharedSettings {
  /** Of the entry in the storage, and of the channel. It does not tell tenants apart: what is received there does. */
  readonly name: string;
  /** How this page's key ends; empty without a key. */
  readonly keySuffix: string;
  /** In cookie mode the tokens stay out of it: only how an exchange that was cut off is taken up again. */
  readonly storage: SessionStorage | undefined;
  readonly cookie: boolean;
  /** Aborted when the tab has done with the session. */
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  /** Told of a session that a later sign-in has taken the place of. */
  readonly onReplaced: (loser: SessionRecord) => void;
}

/**
 * What this tab knows of the session, in step with the other tabs. There is one message, which is all that a tab knows; who
 * hears one that is older than its own says so by sending its own. Since all agree what is newer (`isNewer`), it does not
 * matter in which order messages come, or whether some come late or twice.
 */
export class SharedSession {
  readonly #settings: SharedSettings;
  readonly #store: SessionStore | undefined;
  readonly #channel: BroadcastChannel | undefined;
  #record: SessionRecord = EMPTY_RECORD;
  /** The tenant that this page's credentials are for, once an answer to them has said so. */
  #tenant: string | undefined;
  /** A tenant that they seem not to be for, while that is not known. */
  #otherTenant: string | undefined;
  /** When the tokens were asked for, on a clock that is never set. */
  #since = 0;

  constructor(settings: SharedSettings) {
    const { name, storage, signal } = settings;
    this.#settings = settings;
    this.#store = storage && new SessionStore(storage, name);
    // Tabs are in browsers alone: on a server, sessions of different people would hear each other.
    if (typeof document !== "object" || typeof BroadcastChannel !== "function") return;
    const channel = new BroadcastChannel(name);
    this.#channel = channel;
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const received = parseRecord(data);
      // Whoever speaks another version is not answered, or two would answer each other for ever.
      if (received === undefined) return;
      this.#apply(received);
      if (isNewer(this.#record, received)) this.#broadcast();
    };
    signal.addEventListener("abort", () => channel.close());
  }

  get record(): SessionRecord {
    return this.#record;
  }

  /** Seconds since the tokens were asked for, at least. A clock that is set, or that sleeps with the machine, only adds to it. */
  get ageSeconds(): number {
    return Math.max(performance.now() - this.#since, Date.now() - this.#record.at) / 1000;
  }

  /**
   * Whether the session is known to be of the tenant that this page's credentials are for: they opened it or went on with it,
   * or did so under the same key before. The first exchange under another key tells, such as one that took its place.
   */
  get isTenantVerified(): boolean {
    const { tenant } = this.#record;
    return tenant === "" || tenant === this.#tenant;
  }

  /** Whether the access token may be used. How long it lives is the service's to say: both ends are by its clock. */
  get isFresh(): boolean {
    const { accessToken } = this.#record;
    if (accessToken === undefined || !this.isTenantVerified) return false;
    const { iat, exp } = claimsOf(accessToken);
    const seconds = Number(exp) - Number(iat);
    return this.ageSeconds < seconds - Math.min(SKEW_SECONDS, seconds / 2);
  }

  /** Says what has become of the session, to whoever shares it. */
  async change(next: SessionRecord): Promise<void> {
    this.#apply(next);
    this.#broadcast();
    await this.sync();
  }

  /** Takes what the service has answered to this page's own credentials. */
  async accept(next: SessionRecord): Promise<void> {
    const { keySuffix } = this.#settings;
    // An entry under the same key may have said otherwise, as where a host has been given to another tenant.
    if (next.tenant !== this.#tenant) this.#tenant = undefined;
    await this.change({ ...next, keySuffix });
  }

  /** A session is over, the present one unless another is named. */
  async end(sid = this.#record.sid): Promise<void> {
    await this.change({ ...endedRecord(sid, this.#record.tenant), keySuffix: this.#settings.keySuffix });
  }

  /** The session turns out to be another tenant's. It goes on for that tenant's pages; this one has none. */
  disown(): void {
    this.#otherTenant = this.#record.tenant;
    this.#record = endedRecord("");
    this.#settings.onChange();
  }

  /** Learns what is written down, and writes down what is newer. */
  async sync(): Promise<void> {
    if (this.#store === undefined) return;
    const { cookie } = this.#settings;
    const read = await this.#store.read();
    // Whatever an entry says, the browser's cookie is the session.
    const stored = cookie ? withoutTokens(read) : read;
    this.#apply(stored);
    if (isNewer(this.#record, stored)) await this.#store.write(cookie ? withoutTokens(this.#record) : this.#record);
  }

  /** Learns what others have made of it. Nobody is waited for who may be gone: what nobody says in time is not so. */
  async syncTabs(): Promise<void> {
    await this.sync();
    if (this.#channel === undefined) return;
    // Who was frozen in the midst of the wait may have missed the answers to come; once, since hidden tabs always wait long.
    if ((await this.#requestUpdates()) > LONG_MS) await this.#requestUpdates();
  }

  /** Waits for messages that are on their way. */
  async waitForMessages(): Promise<void> {
    await pause(ANSWER_MS, this.#settings.signal);
  }

  /** How many milliseconds it has waited. */
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
    // What is received twice is no change, so that who watches sees the same user.
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

  /** Pages of several tenants may share an origin, and with it storage and channel. */
  #isOtherTenant({ tenant }: SessionRecord): boolean {
    return tenant !== "" && (this.#tenant === undefined ? tenant === this.#otherTenant : tenant !== this.#tenant);
  }

  #broadcast(): void {
    if (!this.#settings.signal.aborted) this.#channel?.postMessage(this.#record);
  }
}

/** The access token says who the user is, so it is for memory alone where the browser keeps the rest. */
function withoutTokens({ tries, attempt }: SessionRecord): SessionRecord {
  return { ...EMPTY_RECORD, tries, attempt };
}
