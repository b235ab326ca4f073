import ipaddr from "ipaddr.js";
import { type Outbound, OutboundError, type OutboundRequest } from "../ports/outbound.ts";
import { readDomainName } from "./domain-name.ts";
import { AppError } from "./errors/app-error.ts";

/** The policy for addresses that tenants name: which this deployment may send requests to. */
export interface OutboundPolicy {
  /** Whether http and https on loopback are allowed: on a local deployment only. */
  readonly allowsLoopback: boolean;
  /** Whether a host is this deployment's, or one of its tenants'. */
  isOwnHost(host: string): Promise<boolean>;
}

/** Names under top-level domains that are never public (RFC 6761, RFC 6762, ICANN's .internal, RFC 8375). */
const LOCAL_NAMES =
  /(?:^|\.)(?:local|localhost|internal|intranet|lan|home|corp|test|invalid|example|onion|home\.arpa)$/;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * The problem of a URL's form as a target of requests; undefined if there is none. A URL parser has read it, so that an IP
 * address in octal, hexadecimal or one number has its usual form.
 */
export function problemOfOutboundUrl(text: string, allowsLoopback = false): string | undefined {
  const url = URL.parse(text);
  if (url === null) return "This is not a URL.";
  const { protocol, hostname, port, username, password, hash } = url;
  if (username !== "" || password !== "") return "The URL must not contain a user name or password.";
  if (hash !== "") return "The URL must not contain a fragment.";
  if (allowsLoopback && LOOPBACK.test(hostname) && /^https?:$/.test(protocol)) return undefined;
  if (protocol !== "https:") return "The URL must use https.";
  if (port !== "") return "The URL must use port 443.";
  if (hostname.startsWith("[") || ipaddr.isValid(hostname)) return "The URL must name a host, not an IP address.";
  const host = hostname.replace(/\.$/, "");
  if (LOCAL_NAMES.test(host)) return `${host} is not a public host.`;
  const read = readDomainName(host);
  return "problem" in read ? read.problem : undefined;
}

/** The part of IPv6 that is assigned to the public internet: 2000::/3. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether an address belongs to the public internet. An IPv4 address in an IPv6 address is judged by itself. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) return false;
  return address.range() === "unicast";
}

/** Sends requests to addresses that tenants name, if the policy allows them. */
export class OutboundRequests {
  private readonly outbound: Outbound;
  private readonly policy: OutboundPolicy;

  constructor(outbound: Outbound, policy: OutboundPolicy) {
    this.outbound = outbound;
    this.policy = policy;
  }

  /** Throws `url_not_allowed` for an address to which no request may be sent; `field` names it. */
  async requireAllowed(text: string, field: string): Promise<void> {
    const problem = problemOfOutboundUrl(text, this.policy.allowsLoopback) ?? (await this.problemOfHost(text));
    if (problem !== undefined) throw new AppError("url_not_allowed", { field, url: text.slice(0, 300) }, problem);
  }

  /**
   * Sends a request as `Outbound.fetch` does, to a public address only. Throws `url_not_allowed` and `OutboundError`.
   */
  async fetch(url: string, request: OutboundRequest = {}): Promise<Response> {
    await this.requireAllowed(url, "url");
    if (!this.isLoopback(url)) await this.requirePublicAddresses(new URL(url).hostname);
    return await this.outbound.fetch(url, request);
  }

  /** The texts of a name's TXT records. Throws `OutboundError` if DNS doesn't answer. */
  async texts(name: string): Promise<readonly string[]> {
    return await this.outbound.resolve(name, "TXT");
  }

  private async problemOfHost(text: string): Promise<string | undefined> {
    if (this.isLoopback(text)) return undefined;
    // The same host as without the dot of the root.
    const hostname = new URL(text).hostname.replace(/\.$/, "");
    return (await this.policy.isOwnHost(hostname)) ? `${hostname} is a host of this service.` : undefined;
  }

  private isLoopback(text: string): boolean {
    return this.policy.allowsLoopback && LOOPBACK.test(new URL(text).hostname);
  }

  private async requirePublicAddresses(host: string): Promise<void> {
    const lookups = [this.outbound.resolve(host, "A"), this.outbound.resolve(host, "AAAA")];
    const addresses = (await Promise.all(lookups)).flat();
    if (addresses.length === 0) throw new OutboundError("unreachable");
    if (addresses.every(isPublicAddress)) return;
    throw new AppError("url_not_allowed", { field: "url", url: host }, `${host} has an address that is not public.`);
  }
}
