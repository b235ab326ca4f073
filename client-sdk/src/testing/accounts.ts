import type * as Api from "../generated/types.ts";
import { decodeCursor, encodeCursor, isText } from "./cursor.ts";
import { ServiceError } from "./service-error.ts";
import type { TestTokens } from "./tokens.ts";

/** Idle lifetime of a refresh token, and maximum lifetime of a session. */
const IDLE_MS = 14 * 86_400_000;
const SESSION_MS = 30 * 86_400_000;
/** Reuse grace of the previous refresh token. */
const GRACE_MS = 10_000;
/** Minimum password length. Tenant settings for it do not exist in memory. */
const MIN_CHARACTERS = 15;
const DEFAULT_LIMIT = 100;

type NewAccount = Omit<Api.CreateUserRequest, "invitedBy">;

interface Account extends Api.ManagedUser {
  password: string | null;
}

interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Number of refreshes, which the tokens contain. */
  count: number;
  rotatedAt: number;
  isEnded: boolean;
}

/** Users and sessions in memory. Passwords are stored in plain text: this is for tests only. */
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
    if (input.passwordHash !== undefined) throw new ServiceError("procedure_not_found", {}, NO_HASHES);
    if (input.invite) throw new ServiceError("procedure_not_found", {}, NO_INVITATIONS);
    if (password !== null) requireStrong(password);
    const now = this.#now();
    if ((input.createdAt ?? now) > now) throw new ServiceError("invalid_input", { issues: [STILL_TO_COME] });
    const byEmail = this.#byEmail(email);
    if (byEmail !== undefined) throw new ServiceError("email_taken", { userId: byEmail.id });
    const byExternalId = externalId === null ? undefined : this.#byExternalId(externalId);
    if (byExternalId !== undefined) throw new ServiceError("external_id_taken", { userId: byExternalId.id });
    const id = this.newId("usr");
    const user = { id, email, emailVerified, name, metadata, createdAt: input.createdAt ?? now };
    const state = { status: "active", invitation: null, resetRequired: false, lastSignInAt: null } as const;
    const factors = { hasSecondFactor: false, secondFactorRequired: false, factorsResetAt: null };
    const account = { ...user, ...state, ...factors, externalId, password };
    this.#accounts.set(id, account);
    return account;
  }

  /** Throws `user_not_found`. */
  get({ id, email, externalId = "" }: Api.GetUserRequest): Api.ManagedUser {
    if (id !== undefined) return managed(this.#find(id));
    const account = email === undefined ? this.#byExternalId(externalId) : this.#byEmail(email);
    if (account === undefined) throw new ServiceError("user_not_found");
    return managed(account);
  }

  /** In the order of the ids. */
  getMany({ ids }: Api.GetUsersRequest): Api.GetUsersResponse {
    const requested = [...new Set(ids)];
    const items = requested.flatMap((id) => this.#accounts.get(id) ?? []).map(managed);
    return { items, missingIds: requested.filter((id) => !this.#accounts.has(id)) };
  }

  /** Newest first. */
  list({
    status,
    emailVerified: verified,
    emailDomain: domain,
    cursor,
    limit = DEFAULT_LIMIT,
  }: Api.ListUsersRequest): Api.ListUsersResponse {
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

  /** Ordered by the searched field. */
  search({ by, prefix, cursor, limit = DEFAULT_LIMIT }: Api.SearchUsersRequest): Api.SearchUsersResponse {
    const after = decodeCursor(cursor, isPair);
    const searchKey = by === "email" ? prefix.toLowerCase() : keyOf(prefix);
    const withKeys = [...this.#accounts.values()].flatMap((account) => {
      const text = account[by];
      return text === null ? [] : [{ account, at: [keyOf(text), account.id] as const }];
    });
    const matching = withKeys
      .filter(({ at }) => at[0].startsWith(searchKey) && (after === undefined || isAfter(at, after)))
      .sort((a, b) => (isAfter(a.at, b.at) ? 1 : -1));
    return cut(
      matching,
      limit,
      ({ at }) => at,
      ({ account }) => managed(account),
    );
  }

  /** Also ends every session. */
  ban(id: string): Api.ManagedUser {
    this.#find(id).status = "banned";
    this.endSessions(id);
    return this.get({ id });
  }

  unban(id: string): Api.ManagedUser {
    this.#find(id).status = "active";
    return this.get({ id });
  }

  delete(id: string): Api.DeleteUserResponse {
    this.endSessions(id);
    this.#accounts.delete(id);
    return { id };
  }

  /** Newest first. */
  sessionsOf({ id, cursor, limit = DEFAULT_LIMIT }: Api.ListUserSessionsRequest): Api.ListUserSessionsResponse {
    this.#find(id);
    const before = decodeCursor(cursor, isText);
    const going = this.#activeSessions(id).filter((session) => before === undefined || session.id < before);
    return cut(going.reverse(), limit, (session) => session.id, sessionOf);
  }

  /** Ends one or all sessions of a user and returns how many. Throws `user_not_found` and `session_not_found`. */
  endSessions(id: string, sessionId?: string): Api.EndAllUserSessionsResponse {
    this.#find(id);
    const named = sessionId === undefined ? undefined : this.#sessions.get(sessionId);
    if (sessionId !== undefined && named?.userId !== id) throw new ServiceError("session_not_found");
    const sessions = this.#activeSessions(id).filter((session) => named === undefined || session === named);
    for (const session of sessions) session.isEnded = true;
    return { endedCount: sessions.length };
  }

  /** Never reveals whether the email was taken. */
  register({ email, password, name }: Api.RegisterRequest): Api.RegisterResponse {
    requireStrong(password);
    if (this.#byEmail(email) === undefined) this.create({ email, password, name });
    return { next: "login", registrationToken: "test" };
  }

  async login({ email, password, mode }: Api.LoginRequest): Promise<Api.LoginResponse> {
    // Cookies need a host of the tenant's own, which does not exist in memory.
    if (mode === "cookie") throw new ServiceError("cookie_host_required", { host: this.#host });
    const account = this.#byEmail(email);
    const isRight = account?.password != null && normal(account.password) === normal(password);
    if (account === undefined || !isRight) throw new ServiceError("invalid_credentials");
    if (account.status === "banned") throw new ServiceError("user_banned");
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

  async refresh({ refreshToken = "" }: Api.RefreshRequest): Promise<Api.RefreshResponse> {
    if (refreshToken === "") throw new ServiceError("cookie_host_required", { host: this.#host });
    const { session, count } = this.#sessionOf(refreshToken);
    const now = this.#now().getTime();
    if (this.#accounts.get(session.userId)?.status === "banned") throw new ServiceError("user_banned");
    if (this.#isOver(session)) throw new ServiceError("session_ended");
    if (count === session.count) {
      session.count++;
      session.rotatedAt = now;
    } else if (count !== session.count - 1 || now > session.rotatedAt + GRACE_MS) {
      session.isEnded = true;
      throw new ServiceError("refresh_token_reused");
    }
    return await this.#tokensOf(session);
  }

  logout({ refreshToken = "" }: Api.LogoutRequest, sessionId: string | undefined): Api.LogoutResponse {
    if (refreshToken === "" && sessionId === undefined) throw new ServiceError("unauthenticated");
    const session = refreshToken === "" ? this.#sessions.get(sessionId ?? "") : this.#sessionOf(refreshToken).session;
    if (session === undefined) throw new ServiceError("session_not_found");
    session.isEnded = true;
    return { sessionId: session.id };
  }

  me(bearer: { userId: string; sessionId: string }): Api.GetMeResponse {
    const account = this.#accounts.get(bearer.userId);
    if (account === undefined || this.hasEnded(bearer.sessionId)) throw new ServiceError("session_ended");
    return { user: userOf(account), sessionId: bearer.sessionId };
  }

  /** False for a minted token, which has no session here. */
  hasEnded(sessionId: string): boolean {
    const session = this.#sessions.get(sessionId);
    return session !== undefined && this.#isOver(session);
  }

  #find(id: string): Account {
    const account = this.#accounts.get(id);
    if (account === undefined) throw new ServiceError("user_not_found");
    return account;
  }

  #activeSessions(userId: string): Session[] {
    return [...this.#sessions.values()].filter((session) => session.userId === userId && !this.#isOver(session));
  }

  #isOver({ isEnded, expiresAt, rotatedAt }: Session): boolean {
    const now = this.#now().getTime();
    return isEnded || now >= expiresAt || now >= rotatedAt + IDLE_MS;
  }

  async #tokensOf(session: Session): Promise<Api.RefreshResponse> {
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
    if (session === undefined) throw new ServiceError("refresh_token_invalid");
    return { session, count: Number(count) };
  }

  #byExternalId(externalId: string): Account | undefined {
    return [...this.#accounts.values()].find((account) => account.externalId === externalId);
  }

  #byEmail(email: string): Account | undefined {
    return [...this.#accounts.values()].find((account) => keyOf(account.email) === keyOf(email));
  }
}

const STILL_TO_COME = { path: "createdAt", message: "This time is in the future." };
const NO_INVITATIONS = "An in-memory tenant sends no emails: invite users on the local stack (npm start).";
const NO_HASHES = "An in-memory tenant does not support passwordHash: use password, or the local stack (npm start).";

/** The service's password rules, without its list of common passwords and without the names of tenant and product. */
function requireStrong(password: string): void {
  const count = Math.min([...password].length, [...normal(password)].length);
  if (count < MIN_CHARACTERS) {
    const reason = `The password has ${count} characters; at least ${MIN_CHARACTERS} are required.`;
    throw new ServiceError("weak_password", { rule: "length", reason, minLength: MIN_CHARACTERS });
  }
  if (new Set(normal(password)).size > 1) return;
  throw new ServiceError("weak_password", { rule: "repetition", reason: "The password repeats one character." });
}

function normal(text: string): string {
  return text.normalize("NFKC");
}

/** The form for comparing emails and names. */
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

/** The first page of the rows. */
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
