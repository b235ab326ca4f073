import type { SesSettings } from "./ses.ts";

/** Email providers. */
export const SENDERS = ["mailbox", "cloudflare", "ses"] as const;

/** Settings for sending emails. `from` is their sender's email. */
export type MailConfig =
  | { readonly sender: "mailbox" | "cloudflare"; readonly from: string }
  | { readonly sender: "ses"; readonly from: string; readonly ses: SesSettings };

export interface MailSource {
  readonly EMAIL_PROVIDER?: string;
  readonly EMAIL_FROM?: string;
  readonly AWS_REGION?: string;
  readonly AWS_ACCESS_KEY_ID?: string;
  readonly AWS_SECRET_ACCESS_KEY?: string;
  readonly SES_ENDPOINT?: string;
  /** The binding of Cloudflare's Email Service. */
  readonly EMAIL?: unknown;
}

const ADDRESS = /^[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/**
 * Whether a host is local: by name, by loopback address, or under a top-level domain reserved for that (RFC 6761). Only a local
 * deployment has the public mailbox.
 */
export function isLocalHost(host: string): boolean {
  return /^(?:(?:[^.]+\.)*(?:localhost|test)|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host.toLowerCase());
}

/** Reads the email settings, and adds missing and invalid ones to `problems`. */
export function readMailConfig(source: MailSource, publicUrl: string, problems: string[]): MailConfig | undefined {
  const { hostname } = new URL(publicUrl);
  const isLocal = isLocalHost(hostname);
  const sender = SENDERS.find((name) => name === (source.EMAIL_PROVIDER || (isLocal ? "mailbox" : undefined)));
  if (sender === undefined) problems.push(`EMAIL_PROVIDER must be one of ${SENDERS.join(", ")}.`);
  if (sender === "mailbox" && !isLocal) problems.push("EMAIL_PROVIDER can be mailbox only if PUBLIC_URL is local.");
  const from = source.EMAIL_FROM || (sender === "mailbox" ? "no-reply@mail.test" : "");
  if (sender !== undefined && !ADDRESS.test(from)) problems.push("EMAIL_FROM must be an email.");
  if (sender === "cloudflare" && source.EMAIL === undefined) problems.push("The binding EMAIL is missing.");
  if (sender !== "ses") return sender && { sender, from };
  const ses = readSes(source, problems);
  return ses && { sender, from, ses };
}

function readSes(source: MailSource, problems: string[]): SesSettings | undefined {
  const { AWS_REGION: region = "", AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = source;
  if (!REGION.test(region)) problems.push("AWS_REGION must be a region, such as eu-central-1.");
  if (!accessKeyId) problems.push("AWS_ACCESS_KEY_ID is missing.");
  if (!secretAccessKey) problems.push("AWS_SECRET_ACCESS_KEY is missing.");
  const endpoint = (source.SES_ENDPOINT || `https://email.${region}.amazonaws.com`).replace(/\/+$/, "");
  if (source.SES_ENDPOINT && !isEndpoint(endpoint)) problems.push("SES_ENDPOINT must be an https URL.");
  return accessKeyId && secretAccessKey ? { region, accessKeyId, secretAccessKey, endpoint } : undefined;
}

/** Whether an endpoint uses https. The signature doesn't encrypt the email, so only a local endpoint may use http. */
function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLocalHost(hostname));
}
