import { describe, expect, it } from "vitest";
import { addressGroup, addressOf } from "./ip-address.ts";

const from = (ip: string) => addressOf(new Headers({ "cf-connecting-ip": ip }));
const group = (ip: string) => addressGroup(from(ip));

describe("rule 56: a client's IP address", () => {
  it("comes from cf-connecting-ip, whatever other headers are sent", () => {
    const headers = {
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      "true-client-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9",
      "cf-connecting-ip": "192.0.2.1",
    };
    expect(addressOf(new Headers(headers))).toBe("192.0.2.1");
    const { "cf-connecting-ip": _, ...invented } = headers;
    expect(addressOf(new Headers(invented))).toBe("unknown");
  });

  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:0:0:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:c000:0201", "192.0.2.1"],
  ])("%s counts as %s", (ip, expected) => {
    expect(group(ip)).toBe(expected);
  });

  it("counts neighbouring /64s separately", () => {
    expect(group("2001:db8:1:2::1")).not.toBe(group("2001:db8:1:3::1"));
  });

  it.each([
    "",
    "localhost",
    "192.0.2",
    "192.0.2.256",
    "192.0.02.1",
    "192.0.2.1, 203.0.113.9",
    "192.0.2.1:443",
    "[2001:db8::1]",
    "2001:db8::1::2",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "fe80::1%eth0",
    "::ffff:192.0.2.999",
    "unknown",
    "a".repeat(5000),
  ])("counts together with all malformed addresses if it is %j", (ip) => {
    expect(group(ip)).toBe("unknown");
  });
});
