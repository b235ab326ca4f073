import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOMAIN_NAME_FORM, readDomainName } from "./domain-name.ts";

const LABEL_63 = "a".repeat(63);
const NAME_253 = `${Array.from({ length: 3 }, () => LABEL_63).join(".")}.${"a".repeat(57)}.com`;
const form = new RegExp(`^${DOMAIN_NAME_FORM}$`, "u");

describe("converts a domain name to lower-case ASCII", () => {
  it.each([
    ["example.com", "example.com"],
    ["Login.Example.COM", "login.example.com"],
    ["a.b.c.example.museum", "a.b.c.example.museum"],
    ["ab--cd.example.com", "ab--cd.example.com"],
    ["1.2.3.example", "1.2.3.example"],
    ["acme.localhost", "acme.localhost"],
    ["login.xn--80aswg.xn--p1ai", "login.xn--80aswg.xn--p1ai"],
    ["XN--FIQS8S.XN--FIQS8S", "xn--fiqs8s.xn--fiqs8s"],
    [`${LABEL_63}.com`, `${LABEL_63}.com`],
    [NAME_253, NAME_253],
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.example", "xn--bcher-kva.example"],
    ["bu\u0308cher.example", "xn--bcher-kva.example"],
    ["faß.example", "xn--fa-hia.example"],
    ["сайт.рф", "xn--80aswg.xn--p1ai"],
    ["中国。中国", "xn--fiqs8s.xn--fiqs8s"],
    ["ｅｘａｍｐｌｅ.com", "example.com"],
    ["exаmple.com", "xn--exmple-4nf.com"],
  ])("%s becomes %s", (text, name) => {
    expect(readDomainName(text)).toEqual({ name });
    expect(readDomainName(name)).toEqual({ name });
    expect(form.test(text)).toBe(true);
  });
});

describe("refuses an invalid domain name with the reason", () => {
  it.each([
    ["", "dot too many"],
    ["localhost", "no top-level domain"],
    ["com", "no top-level domain"],
    ["example.com.", "dot too many"],
    [".example.com", "dot too many"],
    ["example..com", "dot too many"],
    ["example-.com", '"example-" begins or ends with a hyphen'],
    ["-example.com", '"-example" begins or ends with a hyphen'],
    ["example.-com", '"-com" begins or ends with a hyphen'],
    [`${LABEL_63}a.com`, "at most 63 characters"],
    [`a${NAME_253}`, "at most 253 characters; this one has 254"],
    [`${"ü".repeat(60)}.example`, "at most 63 characters"],
    ["192.0.2.1", '"1" is not a top-level domain'],
    ["127.1", '"1" is not a top-level domain'],
    ["1.0x7f", '"0x7f" is not a top-level domain'],
    ["１２７.０.０.１", '"1" is not a top-level domain'],
    ["example.c", '"c" is not a top-level domain'],
    ["example.c0m", '"c0m" is not a top-level domain'],
    ["exa_mple.com", '"_" can\'t be part of a domain name'],
    ["exa mple.com", "A space can't"],
    ["example.com\u0000", "A control character can't"],
    ["example.com:443", '":" can\'t'],
    ["example.com/path", '"/" can\'t'],
    ["user@example.com", '"@" can\'t'],
    ["*.example.com", '"*" can\'t'],
    ["[::1]", '"[" can\'t'],
    ["ü-.example", '"ü-" begins or ends with a hyphen'],
    ["xn--.example", "hyphen"],
    ["℀.example", "can't be converted"],
    ["\ud800.example", "can't be converted"],
  ])("%j", (text, problem) => {
    expect(readDomainName(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

it("the pattern in the contract accepts all valid names, and no invalid ASCII ones", () => {
  const characters = fc.constantFrom(..."abz09-.AX_ ü。".split(""));
  const texts = fc.oneof(
    fc.string({ unit: characters, maxLength: 24 }),
    fc.array(fc.string({ unit: characters, maxLength: 6 }), { minLength: 1, maxLength: 4 }).map((all) => all.join(".")),
    fc.domain(),
    fc.string({ unit: "binary", maxLength: 12 }),
  );
  let taken = 0;
  const property = fc.property(texts, (text) => {
    const isTaken = "name" in readDomainName(text);
    taken += Number(isTaken);
    if (isTaken) expect(form.test(text)).toBe(true);
    else if (/^[ -~]*$/.test(text)) expect(form.test(text)).toBe(false);
  });
  fc.assert(property, { numRuns: 5000 });
  expect(taken).toBeGreaterThan(500);
});
