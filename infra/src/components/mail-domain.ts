import { EmailIdentity } from "@pulumi/aws/sesv2/emailIdentity.js";
import { EmailIdentityMailFromAttributes } from "@pulumi/aws/sesv2/emailIdentityMailFromAttributes.js";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { EmailSendingSubdomain } from "@pulumi/cloudflare/emailSendingSubdomain.js";
import * as pulumi from "@pulumi/pulumi";
import type { Adoptable, StackConfig } from "../stack-config.ts";
import {
  bounceRecord,
  type DmarcPolicy,
  dkimRecord,
  dmarcRecord,
  type MailRecord,
  mailFromDomain,
  spfRecord,
} from "./mail-records.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";

export interface MailDomainArgs
  extends Pick<StackConfig, "preview" | "zoneId" | "mail" | "mailDomain" | "mailFrom" | "adopt"> {
  /** The region that SES sends from; required for SES. */
  readonly awsRegion?: string | undefined;
  /** DMARC policy for unauthenticated email. Defaults to `quarantine`. */
  readonly dmarc?: DmarcPolicy;
}

/** Easy DKIM has three keys, and SES rotates between them. */
const DKIM = ["mail-dkim-1", "mail-dkim-2", "mail-dkim-3"] as const;

/** Cloudflare's value for an automatic TTL: five minutes. */
const TTL = 1;

/**
 * The domain of outgoing email: its identity at the email service, and the DNS records that authorize it. Throws for a
 * sender outside the domain, and for SES without a region.
 *
 * The SES identity has no configuration set: the Worker names none, and nothing consumes its events.
 */
export class MailDomain extends pulumi.ComponentResource {
  /** The domain, once all of its resources exist. Verification by the service follows later. */
  readonly ready: pulumi.Output<string>;
  /** Whether the service had verified the DNS records at the last refresh. */
  readonly verified: pulumi.Output<boolean>;
  private readonly args: MailDomainArgs;

  constructor(name: string, args: MailDomainArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:MailDomain", name, {}, options);
    this.args = args;
    const { mailDomain: domain, mailFrom } = args;
    if (!mailFrom.endsWith(`@${domain}`)) {
      throw new Error(
        `The sender ${mailFrom} isn't in the domain ${domain}: set cf-auth:mailFrom or cf-auth:mailDomain.`,
      );
    }
    const dmarc = this.record("mail-dmarc", dmarcRecord(domain, args.dmarc ?? "quarantine"));
    const { parts, verified } = args.mail === "ses" ? this.withSes() : this.withCloudflare(dmarc);
    this.ready = pulumi.all([dmarc, ...parts].map(({ id }) => id)).apply(() => domain);
    this.verified = verified;
    this.registerOutputs({ ready: this.ready, verified: this.verified });
  }

  private withSes() {
    const { mailDomain: domain, awsRegion: region, adopt } = this.args;
    if (region === undefined)
      throw new Error(`SES has no region to send from for ${domain}: set aws:region for the stack.`);
    // Recreating it changes the DKIM keys, and email is unsigned until they are in DNS.
    const identity = new EmailIdentity(
      "mail-identity",
      { emailIdentity: domain, region, dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" } },
      { ...retainOptions(this, this.args), ...adoptOptions(adopt["mail-identity"]) },
    );
    const dkim = DKIM.map((logicalName, index) => {
      const record = identity.dkimSigningAttributes.tokens.apply((tokens) => {
        const token = tokens[index];
        if (token === undefined)
          throw new Error(`SES returned ${tokens.length} DKIM tokens for ${domain}, not three. Run pulumi up again.`);
        return dkimRecord(domain, region, token);
      });
      return this.record(logicalName, record);
    });
    const bounces = [
      this.record("mail-bounce", bounceRecord(domain, region)),
      this.record("mail-spf", spfRecord(domain)),
    ];
    const mailFrom = new EmailIdentityMailFromAttributes(
      "mail-from",
      {
        emailIdentity: identity.emailIdentity,
        mailFromDomain: mailFromDomain(domain),
        region,
        // Until SES verifies the MX record, it sends from its own MAIL FROM domain, and DKIM alone satisfies DMARC.
        // Waiting is no option: a sign-in link expires after half an hour, and verification can take three days.
        behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      },
      { parent: this, dependsOn: bounces, ...adoptOptions(adopt["mail-from"]) },
    );
    return { parts: [identity, ...dkim, ...bounces, mailFrom], verified: identity.verifiedForSendingStatus };
  }

  /** Cloudflare adds locked MX, SPF and DKIM records to the zone, and removes them with the domain. */
  private withCloudflare(dmarc: DnsRecord) {
    const { zoneId, mailDomain, adopt } = this.args;
    const sending = new EmailSendingSubdomain(
      "mail-sending",
      { zoneId, name: mailDomain },
      // For a domain without DMARC, Cloudflare adds a rejecting record and retains it; a second record invalidates
      // both.
      { ...retainOptions(this, this.args), dependsOn: dmarc, ...adoptOptions(adopt["mail-sending"]) },
    );
    return { parts: [sending], verified: sending.enabled };
  }

  private record(logicalName: Adoptable, record: pulumi.Input<MailRecord>): DnsRecord {
    const { zoneId, adopt } = this.args;
    const { type, name, content, priority } = pulumi.output(record);
    return new DnsRecord(
      logicalName,
      { zoneId, type, name, content, priority, ttl: TTL, proxied: false },
      { parent: this, ...adoptOptions(adopt[logicalName]) },
    );
  }
}
