import { describe, expect, it } from "vitest";
import { addressOf, areWithin, isWithin, readRange } from "./ip-address.ts";

describe("normalizes a range", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.77/24", "192.0.2.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.0/120", "192.0.2.0/24"],
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1"],
    ["2001:db8:1:2:3::/64", "2001:db8:1:2:0:0:0:0/64"],
  ])("%s becomes %s", (text, form) => {
    expect(readRange(text)).toBe(form);
    expect(readRange(form)).toBe(form);
  });

  it.each([
    "",
    "localhost",
    "192.0.2",
    "192.0.2.0/33",
    "192.0.2.0/",
    "192.0.2.0/024",
    "2001:db8::/129",
    "fe80::1%eth0",
    "a/8",
  ])("refuses %j", (text) => {
    expect(readRange(text)).toBeUndefined();
  });
});

describe("compares a request's address with a range", () => {
  const from = (ip: string) => addressOf(new Headers({ "cf-connecting-ip": ip }));

  it.each([
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.0/24", true],
    ["192.0.3.1", "192.0.2.0/24", false],
    ["192.0.2.1", "0.0.0.0/0", true],
    // The same address in another notation.
    ["::ffff:192.0.2.1", "192.0.2.0/24", true],
    ["::FFFF:c000:201", "192.0.2.1", true],
    ["2001:db8::9", "2001:DB8:0::/48", true],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1", true],
    ["2001:db8::2", "2001:db8::1", false],
    ["2001:db8:1::1", "2001:db8::/48", false],
    // An IPv4 address is never in an IPv6 range, nor the other way round.
    ["192.0.2.1", "::/0", false],
    ["2001:db8::1", "0.0.0.0/0", false],
    // An unknown address is in no range.
    ["", "0.0.0.0/0", false],
    ["192.0.2.1, 203.0.113.9", "0.0.0.0/0", false],
    ["fe80::1%eth0", "fe80::/10", false],
  ])("%s in %s: %s", (ip, range, expected) => {
    expect(isWithin(from(ip), [readRange(range) ?? ""])).toBe(expected);
  });

  it("matches one of several ranges, and none of an empty list", () => {
    expect(isWithin("192.0.2.1", ["198.51.100.0/24", "192.0.2.0/24"])).toBe(true);
    expect(isWithin("192.0.2.1", [])).toBe(false);
  });
});

it.each<[string[], string[], boolean]>([
  [["192.0.2.1"], ["192.0.2.0/24"], true],
  [["192.0.2.0/25"], ["192.0.2.0/24"], true],
  [["192.0.2.0/24"], ["192.0.2.0/25"], false],
  [["192.0.2.0/24"], ["192.0.2.0"], false],
  [["192.0.2.0/24", "203.0.113.1"], ["192.0.2.0/24"], false],
  [["2001:db8:0:0:0:0:0:1"], ["2001:db8:0:0:0:0:0:0/32"], true],
  [["2001:db8:0:0:0:0:0:0/32"], ["2001:db8:0:0:0:0:0:0/48"], false],
  [["192.0.2.1"], ["0:0:0:0:0:0:0:0/0"], false],
  [[], ["192.0.2.1"], true],
])("%j within %j: %s", (inner, outer, expected) => {
  expect(areWithin(inner, outer)).toBe(expected);
});
