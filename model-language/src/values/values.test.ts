import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IpAddress, parseCidr, parseIp } from "./ip.ts";
import { memoize } from "./memoize.ts";
import { parseDuration, parseTimestamp } from "./time.ts";

describe("IP addresses", () => {
  test.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["11.1.2.3", "10.0.0.0/8", false],
    ["10.1.2.3", "0.0.0.0/0", true],
    ["10.1.2.3", "10.1.2.3/32", true],
    ["10.1.2.3", "10.255.255.255/8", true],
    ["::ffff:10.1.2.3", "10.0.0.0/8", true],
    ["10.1.2.3", "::ffff:10.0.0.0/104", true],
    ["10.1.2.3", "::/0", false],
    ["2001:db8::1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1/128", true],
    ["::1", "::/0", true],
    ["fe80::1%eth0", "fe80::/10", false],
    ["64:ff9b::192.0.2.1", "64:ff9b::/96", true],
    // An IPv4-compatible address, unlike a mapped one, is not IPv4.
    ["::192.0.2.1", "192.0.2.0/24", false],
    ["::192.0.2.1", "::c000:201/128", true],
    ["::ffff:192.0.2.1%eth0", "192.0.2.0/24", true],
    ["192.0.2.1", "::ffff:192.0.2.0/95", false],
  ])("%s in %s: %s", (ip, cidr, expected) => {
    const range = parseCidr(cidr);
    expect(range && parseIp(ip)?.isIn(range)).toBe(expected);
  });

  test.each([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4 ",
    "a.b.c.d",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8:9",
    "1:2:3:4::5:6:7:8",
    "12345::",
    "g::",
    "::1%",
    "::1%a%b",
    "1.2.3.4::",
    "::1.2.3",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1.2.3.4%eth0",
    // Notations that other parsers accept.
    "1.2",
    "16909060",
    "0x7f.1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "1.2.3.04",
    "::01.2.3.4",
    "::ffff:01.2.3.4",
    "::ffff:0x7f.0.0.1",
    "::ffff:1.2.3.256",
    "::ffff:1.2",
    "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7",
    "1::2:",
    "::::",
    "1:2:3:4:5:6:7::8",
    "::%",
    " ::1",
    "::1\n",
    "\u0661.2.3.4",
  ])("%j is not an address", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test("accepts random text exactly if Node does", () => {
    const piece = fc.constantFrom(
      ..."0 1 01 255 256 0x7f 077 a FfFf 12345 g : :: . 1.2.3.4 01.2.3.4 ::ffff: 1:2:3:4:5:6:".split(" "),
    );
    const pieces = fc.array(piece, { maxLength: 12 }).map((all) => all.join(""));
    const group = fc.constantFrom("0", "1", "ffff", "00a", "");
    const groups = fc.tuple(fc.array(group, { minLength: 5, maxLength: 9 }), fc.constantFrom("", ":1.2.3.4"));
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4Extended(),
      pieces,
      groups.map(([all, end]) => all.join(":") + end),
    );
    fc.assert(
      fc.property(text, (ip) => (parseIp(ip) !== undefined) === (isIP(ip) !== 0)),
      { numRuns: 5000 },
    );
  });

  test("compares addresses with their zones, in any notation", () => {
    const equal = (a: string, b: string) => parseIp(a)?.equals(parseIp(b) as IpAddress);
    expect(equal("2001:DB8::1", "2001:db8:0:0::0.0.0.1")).toBe(true);
    expect(equal("::ffff:10.1.2.3", "10.1.2.3")).toBe(true);
    expect(equal("::10.1.2.3", "10.1.2.3")).toBe(false);
    expect(equal("fe80::1%eth0", "fe80::1%eth0")).toBe(true);
    expect(equal("fe80::1%eth0", "fe80::1%en-0.1")).toBe(false);
    expect(equal("fe80::1%eth0", "fe80::1")).toBe(false);
  });

  test.each([
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0/8",
    "012.0.0.0/8",
    "10.0.0.0/+8",
    "10.0.0.0/8/8",
    "::/8 ",
    "::/129",
    "::%a/8",
    "/8",
  ])("%j is no range", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("durations in Go's format", () => {
  test.each([
    ["0", 0],
    ["+5s", 5_000],
    ["1h15m30.918273645s", 4_530_918.273645],
    ["-2m3.4s", -123_400],
    [".5s", 500],
    ["5.s", 5_000],
    ["1ns", 0.000001],
    ["11us", 0.011],
    ["12µs", 0.012],
    ["12μs", 0.012],
    ["39h9m14.425s", 140_954_425],
    ["2562047h47m16.854775807s", 9_223_372_036_854.775],
  ])("%s is %d ms", (text, milliseconds) => {
    expect(Number(parseDuration(text))).toBeCloseTo(milliseconds, 3);
  });

  test.each(["", "3", "-", "s", ".", "-.", ".s", "+.s", "1 s", "1d", "1h 2m", "--1s", "2562047h47m16.854775808s"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test("a long one is refused quickly", () => {
    expect(parseDuration("1".repeat(10_000))).toBeUndefined();
  });
});

describe("timestamps of RFC 3339", () => {
  test.each([
    ["2024-02-29T12:34:56Z", "2024-02-29T12:34:56.000Z"],
    ["2024-02-29T12:34:56.789123456Z", "2024-02-29T12:34:56.789Z"],
    ["2024-02-29T12:34:56,5Z", "2024-02-29T12:34:56.500Z"],
    ["2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00.000Z"],
  ])("%s", (text, expected) => {
    expect(parseTimestamp(text)?.toISOString()).toBe(expected);
  });

  test.each([
    "",
    "2024-02-29",
    "2024-02-29T12:34Z",
    "2024-02-29T12:34:56",
    "2023-02-29T12:34:56Z",
    "2024-02-30T12:34:56Z",
    "2024-13-01T12:34:56Z",
    "2024-02-29t12:34:56z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T12:60:00Z",
    "2024-02-29T12:34:60Z",
    "2024-02-29 12:34:56Z",
    "2024-02-29T12:34:56+24:00",
    "2024-2-9T12:34:56Z",
    "1709210096",
  ])("%j is not a timestamp", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

test("a memoized parser parses each text once, and its cache is limited", () => {
  let count = 0;
  const parse = memoize((text) => `${text}${++count}`);
  expect([parse("a"), parse("a"), parse("b")]).toEqual(["a1", "a1", "b2"]);
  for (let i = 0; i < 1_000; i++) parse(`${i}`);
  expect(parse("a")).not.toBe("a1");
});
