import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { emptySecrets, SECRETS } from "./secrets.ts";

const problem = (name: string, value: string) => SECRETS.get(name)?.problemOf(value);

describe("secrets", () => {
  it("generates secrets in the required form", () => {
    const made = [...SECRETS].filter(([, { generate }]) => generate !== undefined);
    expect(made.map(([name]) => name)).toEqual(["JWT_SECRET", "PASSWORD_PEPPER", "BACKUP_KEY", "BOOTSTRAP_SECRET"]);
    for (const [name, { generate, problemOf }] of made) expect(problemOf(generate?.() ?? ""), name).toBeUndefined();
  });

  it.each([
    ["JWT_SECRET", "v1:c2hvcnQ="],
    ["PASSWORD_PEPPER", "correct horse battery staple"],
    ["BOOTSTRAP_SECRET", "a".repeat(31)],
    ["BOOTSTRAP_SECRET", `${"a".repeat(31)} ${"a".repeat(31)}`],
    ["BOOTSTRAP_SECRET", `${"a".repeat(32)}\n`],
    ["SMOKE_KEY", `sk_live_${"a".repeat(49)}`],
    ["SMOKE_KEY", `sk_test_${"a".repeat(48)}`],
    ["CLOUDFLARE_API_TOKEN", "Bearer abc"],
    ["CLOUDFLARE_API_TOKEN", `cfat_${"a".repeat(39)}`],
  ])("rejects %s for %s, without repeating the value", (name, value) => {
    expect(problem(name, value)).toBeTruthy();
    expect(problem(name, value)).not.toContain(value.trim());
  });

  it.each([
    ["CLOUDFLARE_API_TOKEN", "A1_-".repeat(10)],
    ["CLOUDFLARE_API_TOKEN", `cfat_${"a".repeat(40)}12345678`],
    ["SMOKE_KEY", `sk_test_${"a".repeat(49)}`],
    ["BOOTSTRAP_SECRET", "!".repeat(32)],
  ])("accepts %s for %s", (name, value) => {
    expect(problem(name, value)).toBeUndefined();
  });

  it("starts an environment with names and empty values", () => {
    expect(parse(emptySecrets())).toEqual({
      values: Object.fromEntries([...SECRETS.keys()].map((name) => [name, ""])),
    });
  });
});
