import { PLATFORM_SLUG, type Tenant } from "./tenant.ts";
import { settingsOf } from "./tenant-settings.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Time in seconds during which a client may still use the previous refresh token after a refresh. */
export const REUSE_GRACE_SECONDS = 10;

export interface SessionLimits {
  /** Seconds without a refresh after which the session ends. */
  readonly idleSeconds: number;
  /** Seconds after sign-in at which it ends in any case. */
  readonly absoluteSeconds: number;
}

/** A tenant's session limits. Sessions of platform admins end after 30 idle minutes and 12 hours. */
export function sessionLimits(tenant: Pick<Tenant, "slug" | "settings">): SessionLimits {
  if (tenant.slug === PLATFORM_SLUG) return { idleSeconds: 30 * MINUTE, absoluteSeconds: 12 * HOUR };
  const { sessionIdleSeconds, sessionAbsoluteSeconds } = settingsOf(tenant);
  return { idleSeconds: sessionIdleSeconds, absoluteSeconds: sessionAbsoluteSeconds };
}

/** The times that decide when a session ends. */
export interface SessionEnds {
  readonly createdAt: Date;
  /** Time of the last refresh. */
  readonly rotatedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
}

/** The session with its effective ends: its own, or those of the current limits if they are earlier. */
export function bounded<Session extends SessionEnds>(session: Session, limits: SessionLimits): Session {
  const { createdAt, rotatedAt, idleExpiresAt, expiresAt } = session;
  return {
    ...session,
    idleExpiresAt: earliest(idleExpiresAt, after(rotatedAt, limits.idleSeconds)),
    expiresAt: earliest(expiresAt, after(createdAt, limits.absoluteSeconds)),
  };
}

export function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

export function earliest(...times: readonly Date[]): Date {
  return new Date(Math.min(...times.map((time) => time.getTime())));
}
