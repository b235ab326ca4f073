import { expect, it } from "vitest";
import { readArguments } from "./arguments.ts";

const env = { CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_ACCOUNT_ID: "a".repeat(32) };

it("defaults to production and the account of the environment", () => {
  expect(readArguments([], env)).toMatchObject({
    stack: "production",
    accountId: env.CLOUDFLARE_ACCOUNT_ID,
    domain: undefined,
    isDryRun: false,
  });
  const accountId = "b".repeat(32);
  expect(readArguments(["dev", "--account-id", accountId], env)).toMatchObject({ stack: "dev", accountId });
});

it.each([
  [["preview"], "The stack must be one of"],
  [["dev", "staging"], "Name one stack only."],
  [["--account-id", "1"], "The account id must be 32 hexadecimal digits."],
  [["--domain", "https://auth.example.com"], "--domain must be a lower-case host"],
  [["--email-from", "nobody"], "--email-from must be an email."],
  [["--location", "moon"], "--location must be one of"],
])("refuses %j", (args, problem) => {
  expect(() => readArguments(args, env)).toThrow(problem);
});

it("takes the token from the environment only, and repeats no argument", () => {
  const { CLOUDFLARE_ACCOUNT_ID } = env;
  expect(() => readArguments([], { CLOUDFLARE_ACCOUNT_ID })).toThrow("CLOUDFLARE_API_TOKEN is missing.");
  expect(() => readArguments([], { CLOUDFLARE_API_TOKEN: "token" })).toThrow("Set CLOUDFLARE_ACCOUNT_ID");
  expect(() => readArguments(["--token", "planted"], env)).toThrow(/^An option is unknown or has no value\.$/);
});

it("needs neither token nor account for its help", () => {
  expect(readArguments(["--help"], {})).toBe("help");
});
