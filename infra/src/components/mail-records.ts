/** What a receiver is to do with a letter that claims to come from the domain and does not (RFC 7489, section 6.3). */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/** A record that letters need; `name` is whole, as the zone's API answers it. */
export interface MailRecord {
  readonly type: "CNAME" | "MX" | "TXT";
  readonly name: string;
  readonly content: string;
  readonly priority?: number;
}

/**
 * Regions whose keys lie under a domain of their own instead of `dkim.amazonses.com`.
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

/** Where the key of one of an identity's tokens is found (Amazon SES, "Easy DKIM"). */
export function dkimRecord(domain: string, region: string, token: string): MailRecord {
  const keys = WITH_OWN_DKIM_DOMAIN.includes(region) ? `dkim.${region}.amazonses.com` : "dkim.amazonses.com";
  return { type: "CNAME", name: `${token}._domainkey.${domain}`, content: `${token}.${keys}` };
}

/** The domain of the envelope's sender, where bounces go. Below the letters' own, so that SPF aligns for DMARC. */
export function mailFromDomain(domain: string): string {
  return `bounce.${domain}`;
}

/** Leads bounces to SES. It accepts no other MX record beside this one. */
export function bounceRecord(domain: string, region: string): MailRecord {
  const content = `feedback-smtp.${region}.amazonses.com`;
  return { type: "MX", name: mailFromDomain(domain), content, priority: 10 };
}

/** Who may send in the name of the MAIL FROM domain (RFC 7208). */
export function spfRecord(domain: string): MailRecord {
  return { type: "TXT", name: mailFromDomain(domain), content: quoted("v=spf1 include:amazonses.com ~all") };
}

export function dmarcRecord(domain: string, policy: DmarcPolicy): MailRecord {
  return { type: "TXT", name: `_dmarc.${domain}`, content: quoted(`v=DMARC1; p=${policy}`) };
}

/**
 * Cloudflare's API takes the content of a TXT record as the quoted strings of RFC 1035, of 255 bytes each. Without the
 * quotes it takes it too, and warns of it ever after.
 */
function quoted(text: string): string {
  return `"${text}"`;
}
