import { describe, expect, it } from "vitest";
import { languageOf } from "./languages.ts";

describe("the language of a page", () => {
  it.each([
    ["de", "de"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["en-GB;q=0.8, de;q=0.9", "de"],
    ["fr-FR, en;q=0.5", "en"],
    ["de;q=0, en", "en"],
    ["DE", "de"],
    ["fr", "en"],
    ["*", "en"],
    ["", "en"],
    [";;;,q=", "en"],
    [null, "en"],
  ] as const)("follows the browser: %s is %s", (header, language) => {
    expect(languageOf(null, header)).toBe(language);
  });

  it("is the tenant's, where it has set one", () => {
    expect(languageOf("de", "en")).toBe("de");
  });
});
