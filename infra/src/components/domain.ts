import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { getZoneOutput } from "@pulumi/cloudflare/getZone.js";
import { WorkersCustomDomain } from "@pulumi/cloudflare/workersCustomDomain.js";
import { WorkersRoute } from "@pulumi/cloudflare/workersRoute.js";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions } from "./resource-options.ts";
import { hostOfRoute, inZone } from "./route-pattern.ts";

export interface ServiceDomainArgs extends Pick<StackConfig, "accountId" | "zoneId" | "domain" | "routes" | "adopt"> {
  /** The Worker's name. */
  readonly worker: pulumi.Input<string>;
  /** Resources that must exist before traffic arrives: the uploaded version. */
  readonly after: readonly pulumi.Resource[];
}

/** The discard prefix (RFC 6666). The Worker responds before any request reaches an origin. */
const DISCARD_PREFIX = "100::";

/**
 * The hosts that serve the Worker. Throws for a route that is not a host. A route outside the zone, or one that matches
 * the whole zone, fails the preview before anything is created.
 *
 * The custom domain has its own certificate. Hosts of routes use the zone's: Universal SSL covers the apex and one
 * label below it, so `*.auth.example.com` requires Advanced Certificate Manager.
 */
export class ServiceDomain extends pulumi.ComponentResource {
  /** The host, available once it serves the Worker. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: ServiceDomainArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:ServiceDomain", name, {}, options);
    const { accountId, zoneId, domain, routes, worker, adopt, after } = args;
    const hosts = new Map(routes.map((pattern) => [pattern, hostOfRoute(pattern, domain)]));
    const custom = new WorkersCustomDomain(
      "domain-host",
      { accountId, zoneId, hostname: domain, service: worker },
      { parent: this, dependsOn: [...after], ...adoptOptions(adopt.domain) },
    );
    if (hosts.size > 0) {
      const zone = getZoneOutput({ zoneId }, { parent: this }).name;
      for (const [pattern, host] of hosts) {
        const checked = zone.apply((known) => inZone(pattern, host, known, domain));
        this.route(args, host, checked);
      }
    }
    this.host = custom.hostname;
    this.registerOutputs({ host: this.host });
  }

  /** A route applies only to hosts with a DNS record at Cloudflare. A custom domain creates its record itself. */
  private route({ zoneId, worker, after }: ServiceDomainArgs, host: string, pattern: pulumi.Output<string>): void {
    const record = new DnsRecord(
      `domain-record-${host}`,
      // Derived from the pattern, so that nothing is created for a rejected one.
      { zoneId, type: "AAAA", name: pattern.apply(() => host), content: DISCARD_PREFIX, ttl: 1, proxied: true },
      { parent: this },
    );
    new WorkersRoute(
      `domain-route-${host}`,
      { zoneId, pattern, script: worker },
      { parent: this, dependsOn: [record, ...after] },
    );
  }
}
