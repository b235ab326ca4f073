import { describe, expect, it } from "vitest";
import { isLocalHost, type MailSource, readMailConfig } from "./mail-config.ts";

function read(source: MailSource, publicUrl = "https://auth.example.com") {
  const problems: string[] = [];
  const config = readMailConfig(source, publicUrl, problems);
  return { config, problems };
}

const EMAIL_FROM = "auth@example.com";
const ses = {
  EMAIL_PROVIDER: "ses",
  EMAIL_FROM,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "hunter2",
};

describe("the mailbox", () => {
  it.each(["http://127.0.0.1:8787", "http://localhost:1", "http://[::1]:8787", "http://auth.test"])(
    "is the default of a deployment at %s",
    (url) => expect(read({}, url)).toMatchObject({ config: { sender: "mailbox" }, problems: [] }),
  );

  it.each([
    "https://auth.example.com",
    "https://127.0.0.1.example.com",
    "https://localhost.example.com",
    "https://10.0.0.1",
  ])("is refused at %s", (url) => {
    const problem = "EMAIL_PROVIDER can be mailbox only if PUBLIC_URL is local.";
    expect(read({ EMAIL_PROVIDER: "mailbox" }, url).problems).toEqual([problem]);
  });

  it.each([
    ["app.localhost", true],
    ["LOCALHOST", true],
    ["127.1.2.3", true],
    ["mytest", false],
    ["test.example.com", false],
    ["localhost.evil.com", false],
    ["", false],
  ])("the host %j: %s", (host, local) => expect(isLocalHost(host)).toBe(local));
});

describe("a deployment", () => {
  it("must choose an email provider", () => {
    expect(read({}).problems).toEqual(["EMAIL_PROVIDER must be one of mailbox, cloudflare, ses."]);
    expect(read({ EMAIL_PROVIDER: "smtp", EMAIL_FROM }).problems).toHaveLength(1);
  });

  it.each([undefined, "", "auth", "auth@localhost", "Auth <auth@example.com>", "a@example.com\r\nBcc: b@example.com"])(
    "does not send from %j",
    (from) =>
      expect(
        read({ EMAIL_PROVIDER: "cloudflare", EMAIL: {}, ...(from && { EMAIL_FROM: from }) }).problems,
      ).toHaveLength(1),
  );

  it("requires the binding of Cloudflare's Email Service to use it", () => {
    expect(read({ EMAIL_PROVIDER: "cloudflare", EMAIL_FROM }).problems).toEqual(["The binding EMAIL is missing."]);
    expect(read({ EMAIL_PROVIDER: "cloudflare", EMAIL_FROM, EMAIL: {} })).toMatchObject({
      config: { from: EMAIL_FROM },
      problems: [],
    });
  });

  it("lists the missing settings of SES, and never a value", () => {
    expect(read(ses)).toMatchObject({
      config: {
        from: EMAIL_FROM,
        ses: { region: "eu-central-1", endpoint: "https://email.eu-central-1.amazonaws.com" },
      },
      problems: [],
    });
    const { problems } = read({ EMAIL_PROVIDER: "ses", EMAIL_FROM, AWS_SECRET_ACCESS_KEY: "hunter2" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(["AWS_REGION", "AWS_ACCESS_KEY_ID"]);
    expect(problems.join()).not.toContain("hunter2");
  });

  it.each([
    ["https://email-fips.us-east-1.amazonaws.com/", true],
    ["http://127.0.0.1:4579", true],
    ["http://email.us-east-1.amazonaws.com", false],
    ["email.us-east-1.amazonaws.com", false],
  ])("may reach SES at %s: %s", (SES_ENDPOINT, allowed) => {
    expect(read({ ...ses, SES_ENDPOINT }).problems).toHaveLength(allowed ? 0 : 1);
  });
});
