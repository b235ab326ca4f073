/** DMARC policy for email that fails authentication (RFC 7489, section 6.3). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** A DNS record for email. `name` is fully qualified, as the zone's API returns it. */
export interface MailRecord {
  readonly type: "CNAME" | "MX" | "TXT";
  readonly name: string;
  readonly content: string;
  readonly priority?: number;
}

/**
 * Regions with their own DKIM domain instead of `dkim.amazonses.com`.
 * Source: AWS General Reference, "Amazon SES endpoints and quotas", DKIM domains.
 */
const WITH_OWN_DKIM_DOMAIN: readonly string[] = [
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
  "us-gov-east-1",
];

/** The CNAME record for one of an identity's DKIM tokens (Amazon SES, "Easy DKIM"). */
export function dkimRecord(domain: string, region: string, token: string): MailRecord {
  const keys = WITH_OWN_DKIM_DOMAIN.includes(region) ? `dkim.${region}.amazonses.com` : "dkim.amazonses.com";
  return { type: "CNAME", name: `${token}._domainkey.${domain}`, content: `${token}.${keys}` };
}

/**
 * The MAIL FROM domain: the envelope sender, which receives bounces. A subdomain of the sender's, so that SPF aligns
 * for DMARC.
 */
export function mailFromDomain(domain: string): string {
  return `bounce.${domain}`;
}

/** The MX record that routes bounces to SES, which accepts no other MX record beside it. */
export function bounceRecord(domain: string, region: string): MailRecord {
  const content = `feedback-smtp.${region}.amazonses.com`;
  return { type: "MX", name: mailFromDomain(domain), content, priority: 10 };
}

/** The SPF record of the MAIL FROM domain (RFC 7208). */
export function spfRecord(domain: string): MailRecord {
  return { type: "TXT", name: mailFromDomain(domain), content: quoted("v=spf1 include:amazonses.com ~all") };
}

export function dmarcRecord(domain: string, policy: DmarcPolicy): MailRecord {
  return { type: "TXT", name: `_dmarc.${domain}`, content: quoted(`v=DMARC1; p=${policy}`) };
}

/**
 * Quotes a TXT record as the strings of RFC 1035, at most 255 bytes each. Cloudflare's API accepts unquoted content,
 * but warns about it forever.
 */
function quoted(text: string): string {
  return `"${text}"`;
}
