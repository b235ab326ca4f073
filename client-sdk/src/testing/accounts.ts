import type * as Api from "../generated/types.ts";
import { decodeCursor, encodeCursor, isText } from "./cursor.ts";
import { Refusal } from "./refusal.ts";
import type { TestTokens } from "./tokens.ts";

/** A refresh token ends unless it is used, a session in any case. */
const IDLE_MS = 14 * 86_400_000;
const SESSION_MS = 30 * 86_400_000;
/** How long the client that was answered last may ask again with the token before. */
const GRACE_MS = 10_000;
/** The least that the service takes; a tenant may set another minimum, but not in memory. */
const MIN_CHARACTERS = 15;
const DEFAULT_LIMIT = 100;

type NewAccount = Omit<Api.UsersCreateInput, "invitedBy">;

interface Account extends Api.ManagedUser {
  password: string | null;
}

interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** How often it was refreshed; the tokens carry the number. */
  count: number;
  rotatedAt: number;
  isEnded: boolean;
}

/** Users and their sessions in memory. Passwords are kept as they are: this is for tests. */
export class TestAccounts {
  readonly #tokens: TestTokens;
  readonly #now: () => Date;
  readonly #host: string;
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  #count = 0;

  constructor(tokens: TestTokens, now: () => Date, url: string) {
    this.#tokens = tokens;
    this.#now = now;
    this.#host = new URL(url).host;
  }

  newId(prefix: string): string {
    return `${prefix}_test${`${++this.#count}`.padStart(4, "0")}`;
  }

  create(input: NewAccount): Account {
    const { email, name = null, metadata = {}, emailVerified = false, password = null, externalId = null } = input;
    if (input.passwordHash !== undefined) throw new Refusal("procedure_not_found", {}, NO_HASHES);
    if (input.invite) throw new Refusal("procedure_not_found", {}, NO_INVITATIONS);
    if (password !== null) requireStrong(password);
    const now = this.#now();
    if ((input.createdAt ?? now) > now) throw new Refusal("invalid_input", { issues: [STILL_TO_COME] });
    const byEmail = this.#at(email);
    if (byEmail !== undefined) throw new Refusal("email_taken", { userId: byEmail.id });
    const byExternalId = externalId === null ? undefined : this.#called(externalId);
    if (byExternalId !== undefined) throw new Refusal("external_id_taken", { userId: byExternalId.id });
    const id = this.newId("usr");
    const user = { id, email, emailVerified, name, metadata, createdAt: input.createdAt ?? now };
    const state = { status: "active", invitation: null, resetRequired: false, lastSignInAt: null } as const;
    const account = { ...user, ...state, externalId, password };
    this.#accounts.set(id, account);
    return account;
  }

  /** Throws `user_not_found`. */
  get({ id, email, externalId = "" }: Api.UsersGetInput): Api.ManagedUser {
    if (id !== undefined) return managed(this.#find(id));
    const account = email === undefined ? this.#called(externalId) : this.#at(email);
    if (account === undefined) throw new Refusal("user_not_found");
    return managed(account);
  }

  /** In the order of the ids. */
  getMany({ ids }: Api.UsersGetManyInput): Api.UsersGetManyOutput {
    const wanted = [...new Set(ids)];
    const items = wanted.flatMap((id) => this.#accounts.get(id) ?? []).map(managed);
    return { items, missingIds: wanted.filter((id) => !this.#accounts.has(id)) };
  }

  /** Newest first. */
  list({
    status,
    emailVerified: verified,
    emailDomain: domain,
    cursor,
    limit = DEFAULT_LIMIT,
  }: Api.UsersListInput): Api.UsersListOutput {
    const before = decodeCursor(cursor, isText);
    const matching = [...this.#accounts.values()].filter(
      (account) =>
        (status === undefined || account.status === status) &&
        (verified === undefined || account.emailVerified === verified) &&
        (domain === undefined || account.email.toLowerCase().endsWith(`@${domain}`)) &&
        (before === undefined || account.id < before),
    );
    return cut(matching.reverse(), limit, ({ id }) => id, managed);
  }

  /** In the order of what is searched. */
  search({ by, prefix, cursor, limit = DEFAULT_LIMIT }: Api.UsersSearchInput): Api.UsersSearchOutput {
    const after = decodeCursor(cursor, isPair);
    const wanted = by === "email" ? prefix.toLowerCase() : keyOf(prefix);
    const keyed = [...this.#accounts.values()].flatMap((account) => {
      const text = account[by];
      return text === null ? [] : [{ account, at: [keyOf(text), account.id] as const }];
    });
    const matching = keyed
      .filter(({ at }) => at[0].startsWith(wanted) && (after === undefined || isAfter(at, after)))
      .sort((a, b) => (isAfter(a.at, b.at) ? 1 : -1));
    return cut(
      matching,
      limit,
      ({ at }) => at,
      ({ account }) => managed(account),
    );
  }

  /** Ends every session, too. */
  ban(id: string): Api.ManagedUser {
    this.#find(id).status = "banned";
    this.endSessions(id);
    return this.get({ id });
  }

  unban(id: string): Api.ManagedUser {
    this.#find(id).status = "active";
    return this.get({ id });
  }

  delete(id: string): Api.UsersDeleteOutput {
    this.endSessions(id);
    this.#accounts.delete(id);
    return { id };
  }

  /** Newest first. */
  sessionsOf({ id, cursor, limit = DEFAULT_LIMIT }: Api.UsersSessionsListInput): Api.UsersSessionsListOutput {
    this.#find(id);
    const before = decodeCursor(cursor, isText);
    const going = this.#going(id).filter((session) => before === undefined || session.id < before);
    return cut(going.reverse(), limit, (session) => session.id, sessionOf);
  }

  /** Ends the user's session, or all, and says how many. Throws `user_not_found` and `session_not_found`. */
  endSessions(id: string, sessionId?: string): Api.UsersSessionsEndAllOutput {
    this.#find(id);
    const named = sessionId === undefined ? undefined : this.#sessions.get(sessionId);
    if (sessionId !== undefined && named?.userId !== id) throw new Refusal("session_not_found");
    const sessions = this.#going(id).filter((session) => named === undefined || session === named);
    for (const session of sessions) session.isEnded = true;
    return { endedCount: sessions.length };
  }

  /** Whether the address was free is told to nobody. */
  register({ email, password, name }: Api.AuthRegisterInput): Api.AuthRegisterOutput {
    requireStrong(password);
    if (this.#at(email) === undefined) this.create({ email, password, name });
    return { next: "login" };
  }

  async login({ email, password, mode }: Api.AuthLoginInput): Promise<Api.AuthLoginOutput> {
    // Cookies are for a host of the tenant's own, which there is none of.
    if (mode === "cookie") throw new Refusal("cookie_host_required", { host: this.#host });
    const account = this.#at(email);
    const isRight = account?.password != null && normal(account.password) === normal(password);
    if (account === undefined || !isRight) throw new Refusal("invalid_credentials");
    if (account.status === "banned") throw new Refusal("user_banned");
    const now = this.#now().getTime();
    const session = {
      id: this.newId("ses"),
      userId: account.id,
      createdAt: now,
      expiresAt: now + SESSION_MS,
      count: 0,
      rotatedAt: now,
      isEnded: false,
    };
    this.#sessions.set(session.id, session);
    account.lastSignInAt = this.#now();
    return { user: userOf(account), ...(await this.#tokensOf(session)) };
  }

  async refresh({ refreshToken = "" }: Api.AuthRefreshInput): Promise<Api.AuthRefreshOutput> {
    if (refreshToken === "") throw new Refusal("cookie_host_required", { host: this.#host });
    const { session, count } = this.#sessionOf(refreshToken);
    const now = this.#now().getTime();
    if (this.#accounts.get(session.userId)?.status === "banned") throw new Refusal("user_banned");
    if (this.#isOver(session)) throw new Refusal("session_ended");
    if (count === session.count) {
      session.count++;
      session.rotatedAt = now;
    } else if (count !== session.count - 1 || now > session.rotatedAt + GRACE_MS) {
      session.isEnded = true;
      throw new Refusal("refresh_token_reused");
    }
    return await this.#tokensOf(session);
  }

  logout({ refreshToken = "" }: Api.AuthLogoutInput, sessionId: string | undefined): Api.AuthLogoutOutput {
    if (refreshToken === "" && sessionId === undefined) throw new Refusal("unauthenticated");
    const session = refreshToken === "" ? this.#sessions.get(sessionId ?? "") : this.#sessionOf(refreshToken).session;
    if (session === undefined) throw new Refusal("session_not_found");
    session.isEnded = true;
    return { sessionId: session.id };
  }

  me(bearer: { userId: string; sessionId: string }): Api.AuthMeOutput {
    const account = this.#accounts.get(bearer.userId);
    if (account === undefined || this.hasEnded(bearer.sessionId)) throw new Refusal("session_ended");
    return { user: userOf(account), sessionId: bearer.sessionId };
  }

  /** Of a session that a token was only minted for, nothing is known. */
  hasEnded(sessionId: string): boolean {
    const session = this.#sessions.get(sessionId);
    return session !== undefined && this.#isOver(session);
  }

  #find(id: string): Account {
    const account = this.#accounts.get(id);
    if (account === undefined) throw new Refusal("user_not_found");
    return account;
  }

  #going(userId: string): Session[] {
    return [...this.#sessions.values()].filter((session) => session.userId === userId && !this.#isOver(session));
  }

  #isOver({ isEnded, expiresAt, rotatedAt }: Session): boolean {
    const now = this.#now().getTime();
    return isEnded || now >= expiresAt || now >= rotatedAt + IDLE_MS;
  }

  async #tokensOf(session: Session): Promise<Api.AuthRefreshOutput> {
    const { token, expiresAt } = await this.#tokens.mint(session.userId, { sessionId: session.id });
    return {
      accessToken: token,
      accessTokenExpiresAt: expiresAt,
      refreshToken: `refresh.${session.id}.${session.count}`,
      refreshTokenExpiresAt: new Date(Math.min(session.rotatedAt + IDLE_MS, session.expiresAt)),
    };
  }

  #sessionOf(token: string): { session: Session; count: number } {
    const [, id = "", count] = token.split(".");
    const session = this.#sessions.get(id);
    if (session === undefined) throw new Refusal("refresh_token_invalid");
    return { session, count: Number(count) };
  }

  #called(externalId: string): Account | undefined {
    return [...this.#accounts.values()].find((account) => account.externalId === externalId);
  }

  #at(email: string): Account | undefined {
    return [...this.#accounts.values()].find((account) => keyOf(account.email) === keyOf(email));
  }
}

const STILL_TO_COME = { path: "createdAt", message: "This time is in the future." };
const NO_INVITATIONS = "A tenant in memory sends no emails: invite users on the local stack (npm start).";
const NO_HASHES = "A tenant in memory takes no passwordHash: give a password, or use the local stack (npm start).";

/** The service's rules but for two: its list of common passwords, and the names of tenant and product. */
function requireStrong(password: string): void {
  const count = Math.min([...password].length, [...normal(password)].length);
  if (count < MIN_CHARACTERS) {
    const reason = `The password has ${count} characters; at least ${MIN_CHARACTERS} are required.`;
    throw new Refusal("weak_password", { rule: "length", reason, minLength: MIN_CHARACTERS });
  }
  if (new Set(normal(password)).size > 1) return;
  throw new Refusal("weak_password", { rule: "repetition", reason: "The password repeats one character." });
}

function normal(text: string): string {
  return text.normalize("NFKC");
}

/** The form in which emails and names are compared. */
function keyOf(text: string): string {
  return normal(text).toLowerCase();
}

type Position = readonly [key: string, id: string];

function isPair(value: unknown): value is Position {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}

function isAfter(a: Position, b: Position): boolean {
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0];
}

/** The first page of what is left. */
function cut<Row, Item>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => unknown,
  itemOf: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor(positionOf(kept[kept.length - 1] as Row)) : null;
  return { items: kept.map(itemOf), nextCursor };
}

function managed({ password: _, ...user }: Account): Api.ManagedUser {
  return user;
}

function sessionOf({ id, createdAt, rotatedAt, expiresAt }: Session): Api.Session {
  const ends = Math.min(rotatedAt + IDLE_MS, expiresAt);
  const times = { createdAt: new Date(createdAt), lastUsedAt: new Date(rotatedAt), expiresAt: new Date(ends) };
  return { id, device: "Unknown device", location: "", mode: "bearer", ...times };
}

function userOf({ id, email, emailVerified, name, createdAt }: Account): Api.User {
  return { id, email, emailVerified, name, createdAt };
}
