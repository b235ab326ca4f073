import { wire } from "../src/calls/wire.ts";

/** A service as docs/sign-in.md describes it, in memory: its sessions, their tokens, and what it answers by HTTP. */

export const ACCESS_SECONDS = 300;
const GRACE_SECONDS = 10;

export interface ServedSession {
  readonly sid: string;
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly emailVerified: boolean;
    name: string | null;
    readonly createdAt: Date;
  };
  readonly tenant: string;
  readonly mode: string;
  /** All refresh tokens it has had, oldest first. */
  readonly refreshTokens: string[];
  rotatedAt: number;
  endedBy: string | undefined;
}

export interface FakeRequest {
  readonly path: string;
  readonly token: string | undefined;
  readonly key: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly input: Readonly<Record<string, string | undefined>>;
  readonly cookie: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookie?: string | undefined;
}

class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export class FakeService {
  readonly sessions: ServedSession[] = [];
  readonly requests: FakeRequest[] = [];
  /** How far this machine's clock is behind the service's, in seconds. */
  offsetSeconds = 0;
  /** Whether it knows idempotency keys. */
  remembers = true;
  /** The tenant of each key; all others, and calls without one, are about `ten_acme`. */
  readonly tenants = new Map<string, string>();
  /** What a call of that path is refused with. */
  readonly refusals = new Map<string, string>();
  readonly #answers = new Map<string, Answer>();
  #count = 0;

  get alive(): ServedSession[] {
    return this.sessions.filter(({ endedBy }) => endedBy === undefined);
  }

  calls(path: string): FakeRequest[] {
    return this.requests.filter((one) => one.path === path);
  }

  end(sid: string, by: string): void {
    const session = this.sessions.find((one) => one.sid === sid);
    if (session !== undefined) session.endedBy ??= by;
  }

  /** Answers a request that a browser sends with that cookie. */
  answer(request: FakeRequest): Answer {
    this.requests.push(request);
    const name = request.idempotencyKey && `${request.path} ${request.idempotencyKey}`;
    const known = name && this.remembers ? this.#answers.get(name) : undefined;
    if (known !== undefined) return known;
    const answer = this.#make(request);
    // As where nothing was begun.
    if (name && answer.status < 500) this.#answers.set(name, answer);
    return answer;
  }

  #make(request: FakeRequest): Answer {
    try {
      const code = this.refusals.get(request.path);
      if (code !== undefined) throw new Refusal(code);
      const { cookie, ...data } = this.#do(request);
      return { status: 200, body: { result: { data: wire.serialize(data) } }, cookie };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code } = error;
      const httpStatus = code === "misconfigured" ? 503 : 401;
      const facts = { code, httpStatus, action: "", retryable: false, requestId: "req_1", details: {} };
      return { status: httpStatus, body: { error: { json: { message: code, code: -32001, data: facts } } } };
    }
  }

  #do(request: FakeRequest): Record<string, unknown> & { cookie?: string } {
    if (request.path === "auth.login") return this.#login(request);
    if (request.path === "auth.refresh") return this.#refresh(request);
    if (request.path === "auth.logout") return this.#logout(request);
    if (request.path === "auth.register") return { next: "login" };
    const session = request.token === undefined ? undefined : this.#byToken(request.token);
    if (request.path === "auth.password.forgot") return { accepted: true };
    if (session === undefined) throw new Refusal("unauthenticated");
    if (request.path === "auth.account.update") session.user.name = request.input.name ?? null;
    if (request.path === "auth.sessions.endAll") this.end(session.sid, "revoked");
    return { user: { ...session.user }, sessionId: session.sid };
  }

  #tenantOf({ key = "" }: FakeRequest): string {
    return this.tenants.get(key) ?? "ten_acme";
  }

  #login(request: FakeRequest) {
    const { input, cookie } = request;
    if (input.password === "wrong") throw new Refusal("invalid_credentials");
    const id = (++this.#count).toString().padStart(26, "0");
    const email = `${input.email}`;
    const session: ServedSession = {
      sid: `ses_${id}`,
      tenant: this.#tenantOf(request),
      user: { id: `usr_${email}`, email, emailVerified: true, name: null, createdAt: new Date(0) },
      mode: `${input.mode ?? "bearer"}`,
      refreshTokens: [`rt_${id}_0`],
      rotatedAt: this.#now(),
      endedBy: undefined,
    };
    this.sessions.push(session);
    if (session.mode === "cookie" && cookie !== undefined) {
      const replaced = this.sessions.find(({ refreshTokens }) => refreshTokens.includes(cookie));
      if (replaced !== undefined) this.end(replaced.sid, "replaced");
    }
    return { ...this.#tokens(session), user: { ...session.user } };
  }

  #refresh(request: FakeRequest) {
    const { input, cookie } = request;
    const token = input.refreshToken || cookie;
    if (token === undefined) throw new Refusal("unauthenticated");
    const session = this.sessions.find(({ refreshTokens }) => refreshTokens.includes(token));
    if (session?.tenant !== this.#tenantOf(request)) throw new Refusal("refresh_token_invalid");
    if (session.endedBy !== undefined) throw new Refusal("session_ended");
    const age = session.refreshTokens.length - 1 - session.refreshTokens.indexOf(token);
    if (age > 1 || (age === 1 && this.#now() > session.rotatedAt + GRACE_SECONDS)) {
      this.end(session.sid, "reuse");
      throw new Refusal("refresh_token_reused");
    }
    if (age === 0) {
      session.refreshTokens.push(`rt_${session.sid.slice(4)}_${session.refreshTokens.length}`);
      session.rotatedAt = this.#now();
    }
    return this.#tokens(session);
  }

  #logout(request: FakeRequest) {
    const { input, cookie } = request;
    const token = input.refreshToken || cookie;
    const session = this.sessions.find(({ refreshTokens }) => refreshTokens.includes(`${token}`));
    if (session?.tenant !== this.#tenantOf(request)) {
      throw new Refusal(token === undefined ? "unauthenticated" : "refresh_token_invalid");
    }
    this.end(session.sid, "logout");
    return { sessionId: session.sid, ...(session.mode === "cookie" && { cookie: "" }) };
  }

  #tokens(session: ServedSession) {
    const iat = Math.floor(this.#now());
    const claims = {
      sid: session.sid,
      sub: session.user.id,
      aud: session.tenant,
      iss: "fake",
      iat,
      exp: iat + ACCESS_SECONDS,
      jti: ++this.#count,
    };
    const newest = session.refreshTokens.at(-1) ?? "";
    const cookie = session.mode === "cookie";
    return {
      accessToken: `e30.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.x`,
      refreshToken: cookie ? "" : newest,
      ...(cookie && { cookie: newest }),
    };
  }

  #byToken(token: string): ServedSession {
    const claims = JSON.parse(atob(token.split(".")[1] ?? ""));
    if (this.#now() >= claims.exp) throw new Refusal("token_expired");
    const session = this.sessions.find(({ sid }) => sid === claims.sid);
    if (session === undefined || session.endedBy !== undefined) throw new Refusal("session_ended");
    return session;
  }

  #now(): number {
    return Date.now() / 1000 + this.offsetSeconds;
  }
}
