import { describe, expect, it } from "vitest";
import { bounceRecord, dkimRecord, dmarcRecord, spfRecord } from "./mail-records.ts";

const DOMAIN = "auth.example.com";

describe("the records of a mail domain", () => {
  it("say where the keys are, which some regions keep under a domain of their own", () => {
    const name = `abc._domainkey.${DOMAIN}`;
    expect(dkimRecord(DOMAIN, "eu-west-1", "abc")).toEqual({
      type: "CNAME",
      name,
      content: "abc.dkim.amazonses.com",
    });
    expect(dkimRecord(DOMAIN, "eu-south-1", "abc")).toEqual({
      type: "CNAME",
      name,
      content: "abc.dkim.eu-south-1.amazonses.com",
    });
  });

  it("lead bounces to the region, and let SES send in the name of where they go", () => {
    expect(bounceRecord(DOMAIN, "eu-west-1")).toEqual({
      type: "MX",
      name: `bounce.${DOMAIN}`,
      content: "feedback-smtp.eu-west-1.amazonses.com",
      priority: 10,
    });
    expect(spfRecord(DOMAIN)).toEqual({
      type: "TXT",
      name: `bounce.${DOMAIN}`,
      content: '"v=spf1 include:amazonses.com ~all"',
    });
  });

  it("tell receivers what to do with what is not ours", () => {
    expect(dmarcRecord(DOMAIN, "reject")).toEqual({
      type: "TXT",
      name: `_dmarc.${DOMAIN}`,
      content: '"v=DMARC1; p=reject"',
    });
  });
});
