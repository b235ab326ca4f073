import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { signInAdmin, startTestStack, type TestStack } from "../test-stack.ts";
import { buildGoClient, GO } from "./go.ts";
import { buildTypeScriptClient } from "./typescript.ts";

/** Clients that other people's generators make of `/openapi.json`, compiled strictly, against a running stack. */

const run = promisify(execFile);
const SOURCES = import.meta.dirname;
const MODEL = "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n";

/** What each program gets, in whichever language. */
const EXPECTED = {
  health: "ok",
  isTimeADate: true,
  allowed: true,
  storedTuple: "user:anne write",
  isExpirySame: true,
  byGet: "Backend",
  isUserCreatedOnce: true,
  byBearerKey: true,
  byBearerToken: "anne@example.com",
  emails: ["anne@example.com", "ben@example.com"],
  problems: [
    { status: 400, code: "invalid_input" },
    { status: 401, code: "unauthenticated" },
    { status: 404, code: "user_not_found" },
    { status: 409, code: "email_taken" },
    { status: 429, code: "rate_limited" },
  ],
  hasIssues: true,
  hasRetryAfter: true,
};

let stack: TestStack;
let admin: sdk.CfAuthClient;
let folder: string;
let document: string;
beforeAll(async () => {
  stack = await startTestStack();
  admin = await signInAdmin(stack.url, stack.tenant);
  folder = mkdtempSync(join(tmpdir(), "cf-auth-generated-clients-"));
  document = join(folder, "openapi.json");
  writeFileSync(document, await (await fetch(`${stack.url}/openapi.json`)).text());
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stack.stop();
});

/** Runs a program with the keys of a new tenant, where Anne may write to a repository. */
async function resultOf(slug: string, command: string, args: readonly string[]): Promise<unknown> {
  const { secretKey, publishableKey } = await admin.tenants.create({ slug, name: "Acme" });
  const server = sdk.createClient({ url: stack.url, key: secretKey });
  await server.authz.model.put({ model: MODEL });
  await server.authz.write({ writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }] });
  await server.users.create({ email: "anne@example.com", password: "an unlikely sentence", emailVerified: true });
  const keys = { CF_AUTH_URL: stack.url, CF_AUTH_SECRET_KEY: secretKey, CF_AUTH_PUBLISHABLE_KEY: publishableKey };
  const { stdout } = await run(command, args, { env: { ...process.env, ...keys } });
  return JSON.parse(stdout);
}

/** A copy of a program's folder, which the generated client goes into. */
function copyOf(language: string): string {
  const copy = join(folder, language);
  cpSync(join(SOURCES, language), copy, { recursive: true });
  return copy;
}

describe("a client for TypeScript by @hey-api/openapi-ts", () => {
  it("compiles strictly, and makes every kind of call", async () => {
    const program = await buildTypeScriptClient(copyOf("typescript"), document);
    expect(await resultOf("generated-ts", process.execPath, [program])).toEqual(EXPECTED);
  });
});

// Go compiles 200,000 generated lines whenever the document changes, which takes half a minute.
describe.skipIf(GO === undefined || !inject("long"))("a client for Go by oapi-codegen", () => {
  it("compiles, and makes every kind of call", async () => {
    const program = await buildGoClient(copyOf("go"), document);
    expect(await resultOf("generated-go", program, [])).toEqual(EXPECTED);
  });
});
