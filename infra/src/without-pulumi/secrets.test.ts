import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseKeyring } from "../secrets/keyring.ts";
import { missingSecrets, REQUIRED_SECRETS } from "./secrets.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-secrets-"));
  file = join(folder, "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("generates what the Worker lacks, and stores it nowhere", () => {
  const secrets = missingSecrets([], false, undefined, false);
  expect(Object.keys(secrets)).toEqual(REQUIRED_SECRETS);
  for (const value of Object.values(secrets)) expect(parseKeyring(value)).toHaveLength(1);
  expect(Object.keys(missingSecrets(["JWT_SECRET"], false, undefined, false))).toEqual(["PASSWORD_PEPPER"]);
  expect(missingSecrets(REQUIRED_SECRETS, true, undefined, false)).toEqual({});
});

it("writes a file of mode 600 on request, and uses it the next time", () => {
  const secrets = missingSecrets([], false, file, false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(secrets);
  expect(missingSecrets([], true, file, false)).toEqual(secrets);
});

it("writes no file in a dry run", () => {
  missingSecrets([], false, file, true);
  expect(existsSync(file)).toBe(false);
});

it("refuses new secrets for a database with data", () => {
  expect(() => missingSecrets([], true, undefined, false)).toThrow("The database has data, but the Worker lacks");
});

it("refuses a file that others can read, or with an invalid secret, without repeating it", () => {
  writeFileSync(file, JSON.stringify({ JWT_SECRET: "v1:planted", PASSWORD_PEPPER: "v1:planted" }), { mode: 0o600 });
  expect(() => missingSecrets([], false, file, false)).toThrow(/^JWT_SECRET in \S+ must be id:base64 pairs[^:]*\.$/);
  chmodSync(file, 0o644);
  expect(() => missingSecrets([], false, file, false)).toThrow("chmod 600");
  writeFileSync(file, "v1:planted");
  chmodSync(file, 0o600);
  expect(() => missingSecrets([], false, file, false)).toThrow(/^\S+ isn't a JSON object of secrets\.$/);
});
