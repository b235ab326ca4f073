import { expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { withPresent } from "./present-worker.ts";

const env = { CLOUDFLARE_API_TOKEN: "token", CLOUDFLARE_ACCOUNT_ID: "a".repeat(32) };

function chosen(args: readonly string[], url: string, sender: string) {
  const options = readArguments(args, env);
  if (options === "help") throw new Error("These are no arguments for help.");
  const vars = new Map([
    ["PUBLIC_URL", url],
    ["EMAIL_FROM", sender],
  ]);
  const { domain, emailFrom } = withPresent(options, vars);
  return [domain, emailFrom];
}

it("retains host and sender that an earlier run chose", () => {
  const present = ["https://auth.example.com", "hello@example.com"] as const;
  expect(chosen([], ...present)).toEqual(["auth.example.com", "hello@example.com"]);
  expect(chosen(["--domain", "a.example.com"], ...present)).toEqual(["a.example.com", "hello@example.com"]);
  expect(chosen(["--email-from", "b@example.com"], ...present)).toEqual(["auth.example.com", "b@example.com"]);
});

it("derives the sender from a new host, and keeps a host below workers.dev the default", () => {
  const host = "cf-auth-dev.example.workers.dev";
  const present = [`https://${host}`, `no-reply@${host}`] as const;
  expect(chosen([], ...present)).toEqual([undefined, undefined]);
  expect(chosen(["--domain", "auth.example.com"], ...present)).toEqual(["auth.example.com", undefined]);
});
