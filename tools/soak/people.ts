import type { SoakTenant } from "./tenant.ts";

const PASSWORD = "a sentence that lasts an hour";
/** Sessions beyond these are signed out, so that their number stays the same. */
const MAX_SESSIONS = 64;

interface Session {
  readonly accessToken: string;
  /** Newest refresh token that the service has returned. */
  readonly refreshToken: string;
}

/** Registered users and their sessions. A session is refreshed by one call at a time. */
export class People {
  private readonly tenant: SoakTenant;
  private readonly emails: string[] = [];
  private readonly sessions: Session[] = [];
  /** Refreshes that wait for a session. */
  private readonly waiting: ((session: Session) => void)[] = [];
  private signIns = 0;

  constructor(tenant: SoakTenant) {
    this.tenant = tenant;
  }

  async register(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const email = `person-${i}@example.com`;
      await this.tenant.browser.auth.register({ email, password: PASSWORD });
      this.emails.push(email);
      await this.signIn();
    }
  }

  /** Signs the next user in, and the oldest session out where there are many. */
  async signIn(): Promise<void> {
    const email = this.emails[this.signIns++ % this.emails.length] ?? "";
    this.release(await this.tenant.browser.auth.login({ email, password: PASSWORD }));
    if (this.sessions.length <= MAX_SESSIONS) return;
    const { refreshToken = "" } = this.sessions.shift() ?? {};
    await this.tenant.browser.auth.logout({ refreshToken });
  }

  /**
   * Refreshes the session that wasn't refreshed for the longest time. Waits for one while all are being refreshed: sign-ins in
   * their place would cost several times as much, just when the service is slow.
   */
  async refresh(): Promise<void> {
    const session = this.sessions.shift() ?? (await new Promise<Session>((resolve) => this.waiting.push(resolve)));
    try {
      this.release(await this.tenant.browser.auth.refresh({ refreshToken: session.refreshToken }));
    } catch (error) {
      this.release(session);
      throw error;
    }
  }

  private release(session: Session): void {
    const next = this.waiting.shift();
    if (next === undefined) this.sessions.push(session);
    else next(session);
  }

  /** Fails unless each session continues with its newest token, and each user can sign in. */
  async requireAll(): Promise<void> {
    for (const { refreshToken } of this.sessions) {
      const { accessToken } = await this.tenant.browser.auth.refresh({ refreshToken });
      await this.tenant.user(accessToken).auth.me();
    }
    for (const email of this.emails) await this.tenant.browser.auth.login({ email, password: PASSWORD });
  }
}
