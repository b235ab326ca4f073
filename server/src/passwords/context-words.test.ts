import { describe, expect, it } from "vitest";
import { isMadeOfContext } from "./password-policy.ts";

const owner = { tenant: { name: "Acme Trading Co", slug: "acme-eu" }, email: "Anne.Smith+work@example.com" };

describe("rule 6: refuses a password with too little left without context words:", () => {
  it.each([
    ["the product", "CF-Auth-2024!!!!"],
    ["the product, in full width", "ｃｆ－ａｕｔｈ 2024 cfauth"],
    ["the tenant's name", "Acme Trading Co."],
    ["the name, with something", "acmetradingco123"],
    ["a word of the name", "trading trading trading 1"],
    ["the slug", "acme-eu-acme-eu-1"],
    ["the local part", "anne.smith+work1"],
    ["a part of the local part", "smithsmith123456"],
    ["several of them", "acme-anne-smith-cfauth"],
  ])("%s", (_, password) => {
    expect(isMadeOfContext(password, owner)).toBe(true);
  });
});

describe("accepts an ordinary password:", () => {
  it.each([
    ["without any of the words", "an unlikely sentence"],
    ["short, without any of the words", "12345678"],
    ["of signs alone", "!!!! ???? .... ,,,,"],
    ["that has one of them among others", "anne rows past acme every dawn"],
    ["that has one of them in a longer word", "tradingpost geysers"],
    ["of pictures and one of them", "acme🦊🐺🐻🐼🐨🐸🐵🐔"],
  ])("%s", (_, password) => {
    expect(isMadeOfContext(password, owner)).toBe(false);
  });

  it("of a user whose names are too short to count", () => {
    const short = { tenant: { name: "A B", slug: "ab" }, email: "jo@example.com" };
    expect(isMadeOfContext("jo ab jo ab jo ab", short)).toBe(false);
  });
});
