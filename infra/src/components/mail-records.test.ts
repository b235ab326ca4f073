import { describe, expect, it } from "vitest";
import { bounceRecord, dkimRecord, dmarcRecord, spfRecord } from "./mail-records.ts";

const DOMAIN = "auth.example.com";

describe("DNS records of a mail domain", () => {
  it("point to the DKIM keys, which some regions publish under their own domain", () => {
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

  it("route bounces to the region, and authorize SES for the MAIL FROM domain", () => {
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

  it("publish the DMARC policy", () => {
    expect(dmarcRecord(DOMAIN, "reject")).toEqual({
      type: "TXT",
      name: `_dmarc.${DOMAIN}`,
      content: '"v=DMARC1; p=reject"',
    });
  });
});
