import { EmailIdentity } from "@pulumi/aws/sesv2/emailIdentity.js";
import { EmailIdentityMailFromAttributes } from "@pulumi/aws/sesv2/emailIdentityMailFromAttributes.js";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { EmailSendingSubdomain } from "@pulumi/cloudflare/emailSendingSubdomain.js";
import * as pulumi from "@pulumi/pulumi";
import type { Adoptable, StackConfig } from "../stack-config.ts";
import { kept, taken } from "./kept.ts";
import {
  bounceRecord,
  type DmarcPolicy,
  dkimRecord,
  dmarcRecord,
  type MailRecord,
  mailFromDomain,
  spfRecord,
} from "./mail-records.ts";

export interface MailDomainArgs
  extends Pick<StackConfig, "preview" | "zoneId" | "mail" | "mailDomain" | "mailFrom" | "adopt"> {
  /** Where SES sends from; needed with it. */
  readonly awsRegion?: string | undefined;
  /** What receivers do with letters that only claim to come from the domain; `quarantine` unless told. */
  readonly dmarc?: DmarcPolicy;
}

/** Easy DKIM has three keys at a time, between which SES rotates by itself. */
const DKIM = ["mail-dkim-1", "mail-dkim-2", "mail-dkim-3"] as const;

/** Five minutes, which Cloudflare calls automatic. */
const TTL = 1;

/**
 * The domain of the letters: the service that sends knows it, and DNS tells receivers that it may. Throws for an
 * address that is not of the domain, and without a region where SES sends.
 *
 * SES gets no configuration set: the Worker names none, and nobody listens to the events that one would publish.
 */
export class MailDomain extends pulumi.ComponentResource {
  /** The domain, once everything that its letters need is there. What it then takes is for the service to look. */
  readonly ready: pulumi.Output<string>;
  /** Whether the service had found the records when the stack was last refreshed. */
  readonly verified: pulumi.Output<boolean>;
  private readonly args: MailDomainArgs;

  constructor(name: string, args: MailDomainArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:MailDomain", name, {}, options);
    this.args = args;
    const { mailDomain: domain, mailFrom } = args;
    if (!mailFrom.endsWith(`@${domain}`)) {
      throw new Error(
        `Letters come from ${mailFrom}, which is no address of ${domain}: set cf-auth:mailFrom or cf-auth:mailDomain.`,
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
    if (region === undefined) throw new Error(`SES sends for ${domain}, from no region: set aws:region for the stack.`);
    // To make it anew is to have other keys, and no signature until they are in DNS.
    const identity = new EmailIdentity(
      "mail-identity",
      { emailIdentity: domain, region, dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" } },
      { ...kept(this, this.args), ...taken(adopt["mail-identity"]) },
    );
    const dkim = DKIM.map((logicalName, place) => {
      const record = identity.dkimSigningAttributes.tokens.apply((tokens) => {
        const token = tokens[place];
        if (token === undefined) throw new Error(`SES has told ${tokens.length} DKIM tokens of ${domain}, not three.`);
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
        // While SES does not find the MX record, letters go out from its own domain: DKIM alone carries DMARC then. A
        // link that signs somebody in is worth half an hour, and SES may take three days to look.
        behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      },
      { parent: this, dependsOn: bounces, ...taken(adopt["mail-from"]) },
    );
    return { parts: [identity, ...dkim, ...bounces, mailFrom], verified: identity.verifiedForSendingStatus };
  }

  /** Cloudflare adds MX, SPF and DKIM to the zone by itself, locked, and takes them away with the domain. */
  private withCloudflare(dmarc: DnsRecord) {
    const { zoneId, mailDomain, adopt } = this.args;
    const sending = new EmailSendingSubdomain(
      "mail-sending",
      { zoneId, name: mailDomain },
      // A domain without DMARC would be given a record that rejects, and that stays behind; a second one voids both.
      { ...kept(this, this.args), dependsOn: dmarc, ...taken(adopt["mail-sending"]) },
    );
    return { parts: [sending], verified: sending.enabled };
  }

  private record(logicalName: Adoptable, record: pulumi.Input<MailRecord>): DnsRecord {
    const { zoneId, adopt } = this.args;
    const { type, name, content, priority } = pulumi.output(record);
    return new DnsRecord(
      logicalName,
      { zoneId, type, name, content, priority, ttl: TTL, proxied: false },
      { parent: this, ...taken(adopt[logicalName]) },
    );
  }
}
