/** A host, or `*.` and a host for all of its subdomains. */
const PATTERN = /^((?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63})\/\*$/;

/**
 * Returns the host of a route, with `*.` in front for all subdomains. Throws for patterns that Cloudflare accepts with
 * another meaning: whole zones, single paths, hosts with the same ending.
 */
export function hostOfRoute(pattern: string, domain: string): string {
  const host = PATTERN.exec(pattern)?.[1];
  if (host === undefined) {
    throw new RouteError(
      pattern,
      `isn't a lower-case host with all of its paths: write login.example.com/* or *.${domain}/*`,
    );
  }
  if (host === domain)
    throw new RouteError(pattern, "is the service's own host, which serves the Worker already: remove it");
  return host;
}

/**
 * Returns the pattern if its host is in the zone. Throws if it matches the whole zone, which may contain other
 * services.
 */
export function inZone(pattern: string, host: string, zone: string, domain: string): string {
  const all = host.startsWith("*.");
  const base = all ? host.slice("*.".length) : host;
  if (base !== zone && !base.endsWith(`.${zone}`)) {
    throw new RouteError(
      pattern,
      `is outside the zone ${zone}: use a host in it, or move the service to the other zone`,
    );
  }
  if (all && base === zone && zone !== domain) {
    throw new RouteError(pattern, `matches every host of the zone ${zone}: list the tenants' hosts one by one`);
  }
  return pattern;
}

class RouteError extends Error {
  constructor(pattern: string, problem: string) {
    super(`The route ${pattern} of cf-auth:routes ${problem}.`);
  }
}
