import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { getZoneOutput } from "@pulumi/cloudflare/getZone.js";
import { WorkersCustomDomain } from "@pulumi/cloudflare/workersCustomDomain.js";
import { WorkersRoute } from "@pulumi/cloudflare/workersRoute.js";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../stack-config.ts";
import { taken } from "./kept.ts";
import { hostOfRoute, inZone } from "./route-pattern.ts";

export interface ServiceDomainArgs extends Pick<StackConfig, "accountId" | "zoneId" | "domain" | "routes" | "adopt"> {
  /** The Worker's name. */
  readonly worker: pulumi.Input<string>;
  /** What has to be done before anyone is led to it: a version that answers. */
  readonly after: readonly pulumi.Resource[];
}

/** The discard prefix (RFC 6666): nothing is behind a host but the Worker, which answers before anyone asks there. */
const NOWHERE = "100::";

/**
 * The hosts at which the service answers. Throws for a route that is no host; one that is outside the zone, or all of
 * it, fails the preview, and nothing is made for it.
 *
 * The custom domain has a certificate of its own. The hosts of routes need one of the zone's: Universal SSL covers the
 * apex and one label before it, so `*.auth.example.com` takes Advanced Certificate Manager.
 */
export class ServiceDomain extends pulumi.ComponentResource {
  /** The host, once it leads to the Worker. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: ServiceDomainArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:ServiceDomain", name, {}, options);
    const { accountId, zoneId, domain, routes, worker, adopt, after } = args;
    const hosts = new Map(routes.map((pattern) => [pattern, hostOfRoute(pattern, domain)]));
    const custom = new WorkersCustomDomain(
      "domain-host",
      { accountId, zoneId, hostname: domain, service: worker },
      { parent: this, dependsOn: [...after], ...taken(adopt.domain) },
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

  /** A route is asked only for hosts that DNS leads to Cloudflare, which a custom domain sees to by itself. */
  private route({ zoneId, worker, after }: ServiceDomainArgs, host: string, pattern: pulumi.Output<string>): void {
    const record = new DnsRecord(
      `domain-record-${host}`,
      // Of the pattern, so that nothing is made for one that is refused.
      { zoneId, type: "AAAA", name: pattern.apply(() => host), content: NOWHERE, ttl: 1, proxied: true },
      { parent: this },
    );
    new WorkersRoute(
      `domain-route-${host}`,
      { zoneId, pattern, script: worker },
      { parent: this, dependsOn: [record, ...after] },
    );
  }
}
