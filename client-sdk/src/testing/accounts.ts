import type * as Api from "../generated/types.ts";
import { Refusal } from "./refusal.ts";
import type { TestTokens } from "./tokens.ts";

/** A refresh token ends unless it is used, a session in any case. */
const IDLE_MS = 14 * 86_400_000;
const SESSION_MS = 30 * 86_400_000;
/** How long the client that was answered last may ask again with the token before. */
const GRACE_MS = 10_000;
/** The least that the service takes unless a tenant says otherwise. */
const LEAST_CHARACTERS = 15;

interface Account extends Api.ManagedUser {
  password: string | null;
}

interface Session {
  readonly id: string;
  readonly userId: string;
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
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  #count = 0;

  constructor(tokens: TestTokens, now: () => Date) {
    this.#tokens = tokens;
    this.#now = now;
  }

  newId(prefix: string): string {
    return `${prefix}_test${`${++this.#count}`.padStart(4, "0")}`;
  }

  create(
    input: Pick<
      Api.UsersCreateInput,
      "email" | "name" | "metadata" | "emailVerified" | "password" | "externalId" | "createdAt"
    >,
  ): Account {
    const { email, name = null, metadata = {}, emailVerified = false, password = null, externalId = null } = input;
    if (this.#at(email) !== undefined) throw new Refusal("email_taken");
    if (externalId !== null && this.#called(externalId) !== undefined) throw new Refusal("external_id_taken");
    if (password !== null) requireLong(password);
    const id = this.newId("usr");
    const user = { id, email, emailVerified, name, metadata, createdAt: input.createdAt ?? this.#now() };
    const state = { status: "active", invitation: null, resetRequired: false, lastSignInAt: null } as const;
    const account = { ...user, ...state, externalId, password };
    this.#accounts.set(id, account);
    return account;
  }

  /** Throws `user_not_found`. */
  get({ id, email, externalId }: Api.UsersGetInput): Api.ManagedUser {
    const account =
      id !== undefined
        ? this.#accounts.get(id)
        : email !== undefined
          ? this.#at(email)
          : this.#called(externalId ?? "");
    if (account === undefined) throw new Refusal("user_not_found");
    const { password: _, ...user } = account;
    return user;
  }

  /** Whether the address was free is told to nobody. */
  register({ email, password, name }: Api.AuthRegisterInput): Api.AuthRegisterOutput {
    requireLong(password);
    if (this.#at(email) === undefined) this.create({ email, password, name });
    return { next: "login" };
  }

  async login({ email, password }: Api.AuthLoginInput): Promise<Api.AuthLoginOutput> {
    const account = this.#at(email);
    if (account === undefined || account.password !== password) throw new Refusal("invalid_credentials");
    const now = this.#now().getTime();
    const session = {
      id: this.newId("ses"),
      userId: account.id,
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
    const { session, count } = this.#sessionOf(refreshToken);
    const now = this.#now().getTime();
    if (this.#isOver(session)) throw new Refusal("session_ended");
    if (count === session.count) {
      session.count++;
      session.rotatedAt = now;
    } else if (count !== session.count - 1 || now > session.rotatedAt + GRACE_MS) {
      session.isEnded = true;
      throw new Refusal("refresh_reused");
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
    if (session === undefined) throw new Refusal("refresh_invalid");
    return { session, count: Number(count) };
  }

  #called(externalId: string): Account | undefined {
    return [...this.#accounts.values()].find((account) => account.externalId === externalId);
  }

  #at(email: string): Account | undefined {
    const key = email.normalize("NFKC").toLowerCase();
    return [...this.#accounts.values()].find((account) => account.email.normalize("NFKC").toLowerCase() === key);
  }
}

function requireLong(password: string): void {
  if ([...password].length >= LEAST_CHARACTERS) return;
  throw new Refusal("weak_password", { rule: "length", minimumCharacters: LEAST_CHARACTERS });
}

function userOf({ id, email, emailVerified, name, createdAt }: Account): Api.User {
  return { id, email, emailVerified, name, createdAt };
}
