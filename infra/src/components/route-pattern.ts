/** A host, or `*.` and a host: all that lies below it. */
const PATTERN = /^((?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63})\/\*$/;

/**
 * The host of a route that leads to the service, `*.` before it where all that lies below is meant. Throws for a
 * pattern that Cloudflare would take and that means something else: whole zones, single paths, hosts that end alike.
 */
export function hostOfRoute(pattern: string, domain: string): string {
  const host = PATTERN.exec(pattern)?.[1];
  if (host === undefined) {
    throw new RouteError(
      pattern,
      `is not a host in lower case with all of its paths: write login.example.com/* or *.${domain}/*`,
    );
  }
  if (host === domain)
    throw new RouteError(pattern, "is the service's own host, which leads to it anyway: leave it out");
  return host;
}

/** Answers the pattern if its host is of the zone, and not the whole zone, which may hold more than this service. */
export function inZone(pattern: string, host: string, zone: string, domain: string): string {
  const all = host.startsWith("*.");
  const base = all ? host.slice("*.".length) : host;
  if (base !== zone && !base.endsWith(`.${zone}`)) {
    throw new RouteError(
      pattern,
      `is outside the zone ${zone}: name a host of it, or move the service to the other zone`,
    );
  }
  if (all && base === zone && zone !== domain) {
    throw new RouteError(pattern, `takes every host of the zone ${zone}: name those that are tenants', one by one`);
  }
  return pattern;
}

class RouteError extends Error {
  constructor(pattern: string, problem: string) {
    super(`The route ${pattern} of cf-auth:routes ${problem}.`);
  }
}
