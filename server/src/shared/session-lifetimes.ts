import { PLATFORM_SLUG, type Tenant } from "./tenant.ts";
import { settingsOf } from "./tenant-settings.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long the client that was just given a new refresh token may still present the one before it. */
export const REUSE_GRACE_SECONDS = 10;

export interface SessionLimits {
  /** Seconds without a refresh after which the session ends. */
  readonly idleSeconds: number;
  /** Seconds after sign-in at which it ends in any case. */
  readonly absoluteSeconds: number;
}

/** Platform admins sign in again sooner than end users. */
export function sessionLimits(tenant: Pick<Tenant, "slug" | "settings">): SessionLimits {
  if (tenant.slug === PLATFORM_SLUG) return { idleSeconds: 30 * MINUTE, absoluteSeconds: 12 * HOUR };
  const { sessionIdleSeconds, sessionAbsoluteSeconds } = settingsOf(tenant);
  return { idleSeconds: sessionIdleSeconds, absoluteSeconds: sessionAbsoluteSeconds };
}

/** Of a session, what says when it ends. */
export interface SessionEnds {
  readonly createdAt: Date;
  /** When it was refreshed last. */
  readonly rotatedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
}

/** The session with the ends that hold for it: its own, and no later ones than the limits of today, if those are shorter. */
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
