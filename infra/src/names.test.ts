import { describe, expect, it } from "vitest";
import { environmentOf, isNameOf, isPreview, nameFor, wordFor, wordIn } from "./names.ts";

describe("names", () => {
  it("begin with the product and end with the stack", () => {
    expect(nameFor("staging")).toBe("cf-auth-staging");
    expect(nameFor("pr-12", "files")).toBe("cf-auth-files-pr-12");
    expect(nameFor("production", wordFor("TENANT_CACHE"))).toBe("cf-auth-tenant-cache-production");
  });

  it("differ between stacks and products", () => {
    expect(isNameOf("staging", nameFor("staging", "files"))).toBe(true);
    expect(isNameOf("staging", nameFor("production"))).toBe(false);
    expect(isNameOf("staging", "files-staging")).toBe(false);
    expect(isNameOf("staging", "cf-authstaging")).toBe(false);
  });

  it("can be parsed back into their word", () => {
    expect(wordIn("staging", nameFor("staging", "dead-letters"))).toBe("dead-letters");
    const others = [nameFor("production", "files"), "files-staging", "cf-authstaging", nameFor("staging")];
    expect(others.map((name) => wordIn("staging", name))).toEqual(others.map(() => undefined));
  });

  it("map a stack to its environment in wrangler.jsonc", () => {
    expect(["dev", "staging", "pr-1", "pr-1200"].map(environmentOf)).toEqual(["dev", "staging", "preview", "preview"]);
    expect(["pr-0", "pr-", "pr-1x", "preview"].filter(isPreview)).toEqual([]);
  });
});
