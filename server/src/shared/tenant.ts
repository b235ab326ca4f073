import type { PlanLimits } from "./rows.ts";

/** What a tenant is for. It is created as one or the other and stays that. */
export type Environment = "live" | "test";

/** A tenant as the rest of the server sees it. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** A host name of its own under which it is served. */
  readonly host: string | null;
  /** Its own or, where that is worse, that of a tenant above it. */
  readonly status: "active" | "suspended" | "deleted";
  readonly environment: Environment;
  /** What it or a tenant above it has set; `settingsOf` adds the defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What its plan, or that of a tenant above it, allows. */
  readonly limits: PlanLimits;
  readonly clockOffsetSeconds: number;
  /** Sessions that began until then have ended, all at once. */
  readonly sessionsEndedAt: Date | null;
}

/** The slug of the tenant that is the platform itself. */
export const PLATFORM_SLUG = "platform";

/** So many levels of tenants there are, the one without a parent counted. */
export const LEVELS = 5;

/** Slugs are host labels (RFC 1035), so that a tenant can have a subdomain. */
export const SLUG_PATTERN = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that are, or may become, the platform's own subdomains and paths. */
const RESERVED_SLUGS = new Set([
  PLATFORM_SLUG,
  ..."account accounts admin api app assets auth billing cdn console dashboard dev docs help id login oauth".split(" "),
  ..."preview prod production register root security signin signup sso staging static status support system test".split(
    " ",
  ),
  // What programs look for below a domain, and would take a tenant's word for.
  ..."autoconfig autodiscover ftp imap isatap localhost mail mta-sts ns1 ns2 pop pop3 smtp webmail wpad www".split(" "),
  // What certificates may be issued to (CA/Browser Forum Baseline Requirements §3.2.2.4.4).
  ..."abuse administrator hostmaster postmaster webmaster".split(" "),
]);

/** Also whatever looks like an encoded name, such as `xn--…`: a label of that form is reserved (RFC 5891 §4.2.3.1). */
export function isReservedSlug(slug: string): boolean {
  return RESERVED_SLUGS.has(slug) || slug.slice(2, 4) === "--";
}

/** The form in which names are searched: as addresses are compared. */
export function searchKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
