import type { PlanLimits } from "./rows.ts";

/** A tenant's environment, which never changes after creation. */
export type Environment = "live" | "test";

/** A tenant with the effective values of its ancestors. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** The tenant's own host name. */
  readonly host: string | null;
  /** The most restrictive status of the tenant and its ancestors. */
  readonly status: "active" | "suspended" | "deleted";
  readonly environment: Environment;
  /** Settings of the tenant and its ancestors, without defaults; `settingsOf` adds them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Limits of its plan, or of the nearest ancestor's. */
  readonly limits: PlanLimits;
  readonly clockOffsetSeconds: number;
  /** All sessions that began before this time have ended. */
  readonly sessionsEndedAt: Date | null;
}

/** The slug of the tenant that is the platform itself. */
export const PLATFORM_SLUG = "platform";

/** Maximum depth of the tenant tree, including the root. */
export const MAX_LEVELS = 5;

/** Slugs are host labels (RFC 1035), because a tenant can have a subdomain. */
export const SLUG_PATTERN = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that are, or may become, the platform's own subdomains and paths. */
const RESERVED_SLUGS = new Set([
  PLATFORM_SLUG,
  ..."account accounts admin api app assets auth billing cdn console dashboard dev docs help id login oauth".split(" "),
  ..."preview prod production register root security signin signup sso staging static status support system test".split(
    " ",
  ),
  // Names that programs look up below a domain and trust.
  ..."autoconfig autodiscover ftp imap isatap localhost mail mta-sts ns1 ns2 pop pop3 smtp webmail wpad www".split(" "),
  // Mailboxes that can request certificates (CA/Browser Forum Baseline Requirements §3.2.2.4.4).
  ..."abuse administrator hostmaster postmaster webmaster".split(" "),
]);

/** Whether the slug is reserved. Labels such as `xn--…` are, too (RFC 5891 §4.2.3.1). */
export function isReservedSlug(slug: string): boolean {
  return RESERVED_SLUGS.has(slug) || slug.slice(2, 4) === "--";
}

/** The normalized form in which names are searched. */
export function searchKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
