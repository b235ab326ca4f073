import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type Registered, type RunOptions, registered } from "../../test/registered.ts";
import { MailDomain, type MailDomainArgs } from "./mail-domain.ts";

const ARGS: MailDomainArgs = {
  preview: false,
  zoneId: "zone",
  mail: "ses",
  mailDomain: "auth.example.com",
  mailFrom: "no-reply@auth.example.com",
  adopt: {},
  awsRegion: "eu-west-1",
};
const CLOUDFLARE: MailDomainArgs = { ...ARGS, mail: "cloudflare", awsRegion: undefined };

const tokens = ["one", "two", "three"];
const identity = (dkimTokens: readonly string[]): NonNullable<RunOptions["answers"]> => ({
  "aws:sesv2/emailIdentity:EmailIdentity": () => ({
    dkimSigningAttributes: { tokens: dkimTokens },
    verifiedForSendingStatus: true,
  }),
  "cloudflare:index/emailSendingSubdomain:EmailSendingSubdomain": () => ({ enabled: true }),
});

async function made(args: MailDomainArgs, dkimTokens = tokens): Promise<Registered[]> {
  return registered(() => new MailDomain("mail", args), { answers: identity(dkimTokens) });
}
const byName = (found: readonly Registered[], name: string) => {
  const resource = found.find((one) => one.name === name);
  if (resource === undefined) throw new Error(`There is no ${name}.`);
  return resource;
};
const records = (found: readonly Registered[]) =>
  found.filter(({ type }) => type === "cloudflare:index/dnsRecord:DnsRecord");
const namesOf = (found: readonly Registered[]) => found.map(({ name }) => name).sort();

/** A resource that depends on the domain. */
class User extends pulumi.CustomResource {
  constructor(name: string, props: { ready: pulumi.Output<string> }) {
    super("test:index:User", name, props);
  }
}

describe("a mail domain with SES", () => {
  it("is a protected identity with Easy DKIM of 2048 bits", async () => {
    const found = await made(ARGS);
    expect(byName(found, "mail-identity")).toMatchObject({
      type: "aws:sesv2/emailIdentity:EmailIdentity",
      props: {
        emailIdentity: "auth.example.com",
        region: "eu-west-1",
        dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
      },
      parent: byName(found, "mail").urn,
      protect: true,
      retainOnDelete: true,
    });
    const previews = await made({ ...ARGS, preview: true });
    expect(byName(previews, "mail-identity")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("has its DNS records in the zone", async () => {
    const found = await made(ARGS);
    const inZone = records(found).map(({ props: { type, name, content, priority } }) => [
      type,
      name,
      content,
      priority,
    ]);
    expect(inZone.sort((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ["CNAME", "one._domainkey.auth.example.com", "one.dkim.amazonses.com", undefined],
      ["CNAME", "three._domainkey.auth.example.com", "three.dkim.amazonses.com", undefined],
      ["CNAME", "two._domainkey.auth.example.com", "two.dkim.amazonses.com", undefined],
      ["MX", "bounce.auth.example.com", "feedback-smtp.eu-west-1.amazonses.com", 10],
      ["TXT", "_dmarc.auth.example.com", '"v=DMARC1; p=quarantine"', undefined],
      ["TXT", "bounce.auth.example.com", '"v=spf1 include:amazonses.com ~all"', undefined],
    ]);
    for (const { props } of records(found)) expect(props).toMatchObject({ zoneId: "zone", ttl: 1, proxied: false });
  });

  it("sets a MAIL FROM domain below itself after its DNS records, and sends meanwhile", async () => {
    const found = await made(ARGS);
    const mailFrom = byName(found, "mail-from");
    expect(mailFrom).toMatchObject({
      type: "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
      props: {
        emailIdentity: "auth.example.com",
        mailFromDomain: "bounce.auth.example.com",
        region: "eu-west-1",
        behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      },
    });
    const before = ["mail-bounce", "mail-spf", "mail-identity"].map((name) => byName(found, name).urn);
    expect(mailFrom.dependencies).toEqual(before.sort());
  });

  it("uses the configured DMARC policy", async () => {
    const found = await made({ ...ARGS, dmarc: "reject" });
    expect(byName(found, "mail-dmarc").props.content).toBe('"v=DMARC1; p=reject"');
  });

  it.each<[string, Partial<MailDomainArgs>, string[], string]>([
    ["no region", { awsRegion: undefined }, tokens, "set aws:region"],
    ["too few keys", {}, ["one", "two"], "SES returned 2 DKIM tokens for auth.example.com"],
    ["a sender outside the domain", { mailFrom: "me@example.com" }, tokens, "isn't in the domain auth.example.com"],
    ["a sender of a domain with the same ending", { mailFrom: "me@eauth.example.com" }, tokens, "isn't in the domain"],
  ])("rejects %s", async (_, args, dkimTokens, message) => {
    await expect(made({ ...ARGS, ...args }, dkimTokens)).rejects.toThrow(message);
  });
});

describe("a mail domain with Cloudflare", () => {
  it("is registered at Cloudflare after its DMARC record, since Cloudflare adds the other records", async () => {
    const found = await made(CLOUDFLARE);
    expect(namesOf(found)).toEqual(["mail", "mail-dmarc", "mail-sending"]);
    expect(byName(found, "mail-sending")).toMatchObject({
      type: "cloudflare:index/emailSendingSubdomain:EmailSendingSubdomain",
      props: { zoneId: "zone", name: "auth.example.com" },
      dependencies: [byName(found, "mail-dmarc").urn],
      protect: true,
      retainOnDelete: true,
    });
    const previews = await made({ ...CLOUDFLARE, preview: true });
    expect(byName(previews, "mail-sending")).toMatchObject({ protect: false, retainOnDelete: false });
  });
});

describe.each([ARGS, CLOUDFLARE])("a mail domain with $mail", (args) => {
  it("is ready after all of its resources, and reports whether the service verified it", async () => {
    const found = await registered(
      () => {
        const { ready } = new MailDomain("mail", args);
        new User("user", { ready });
      },
      { answers: identity(tokens) },
    );
    const { outputs } = byName(found, "mail");
    expect(outputs).toEqual({ ready: "auth.example.com", verified: true });
    const { props, dependencies } = byName(found, "user");
    expect(props).toEqual({ ready: "auth.example.com" });
    expect(dependencies).toEqual(found.filter(({ name }) => !["mail", "user"].includes(name)).map(({ urn }) => urn));
  });

  it("adopts existing resources", async () => {
    const parts = namesOf(await made(args)).filter((name) => name !== "mail");
    const adopt = Object.fromEntries(parts.map((name) => [name, { id: `id of ${name}` }]));
    const found = await made({ ...args, adopt });
    expect(parts.map((name) => byName(found, name).importId)).toEqual(parts.map((name) => `id of ${name}`));
  });
});
