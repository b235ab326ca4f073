import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { auditSignatures, readAudit, reportOf } from "./signatures.ts";
import { type Signing, startRegistry } from "./test/registry.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-signatures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const WITHOUT_SIGSTORE = fileURLToPath(new URL("./test/without-sigstore.cjs", import.meta.url));

/** A project in which packages of the registry are installed. */
function installed(packages: Readonly<Record<string, Signing>>): string {
  const project = mkdtempSync(join(folder, "project-"));
  const dependencies = Object.fromEntries(Object.keys(packages).map((name) => [name, "1.0.0"]));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", version: "1.0.0", dependencies }));
  for (const name of Object.keys(packages)) {
    mkdirSync(join(project, "node_modules", name), { recursive: true });
    writeFileSync(join(project, "node_modules", name, "package.json"), JSON.stringify({ name, version: "1.0.0" }));
  }
  return project;
}

/** Runs npm against a registry on loopback. Only its caches and keys differ from a developer's npm. */
async function auditAgainst(registry: string, packages: Readonly<Record<string, Signing>>) {
  return await auditSignatures(installed(packages), {
    npm_config_registry: registry,
    npm_config_cache: join(folder, "cache"),
    NODE_OPTIONS: `--require=${WITHOUT_SIGSTORE}`,
  });
}

const names = (packages: readonly { readonly name: string }[]) => packages.map(({ name }) => name);

describe("the audit of signatures", () => {
  it("accepts packages that the registry's key has signed", async () => {
    const packages = { first: "valid", second: "valid" } as const;
    await using registry = await startRegistry(packages);
    expect(await auditAgainst(registry.url, packages)).toEqual({ checked: true, invalid: [], missing: [] });
  });

  it("finds wrong and missing signatures", async () => {
    const packages = { first: "valid", second: "missing", third: "wrong" } as const;
    await using registry = await startRegistry(packages);
    const audit = await auditAgainst(registry.url, packages);
    if (!audit.checked) throw new Error(audit.reason);
    expect({ invalid: names(audit.invalid), missing: names(audit.missing) }).toEqual({
      invalid: ["third"],
      missing: ["second"],
    });
  });

  it("isn't made where the registry serves no keys", async () => {
    const packages = { first: "wrong" } as const;
    await using registry = await startRegistry(packages, false);
    expect(await auditAgainst(registry.url, packages)).toEqual({
      checked: false,
      reason: "The registry serves no signing keys (status 404).",
    });
  });

  it("isn't made where the registry doesn't answer", async () => {
    const registry = await startRegistry({});
    await registry[Symbol.asyncDispose]();
    const audit = await auditAgainst(registry.url, { first: "valid" });
    expect(audit).toMatchObject({ checked: false, reason: expect.stringContaining("can't be read") });
  });
});

describe("npm's output", () => {
  it("is no result if npm failed, and the reason is npm's", () => {
    const failed = JSON.stringify({ error: { code: "E503", summary: "503 Service Unavailable", detail: "" } });
    expect(readAudit(failed, "")).toEqual({ checked: false, reason: "npm failed: 503 Service Unavailable" });
  });

  it("is no result if it isn't JSON", () => {
    expect(readAudit("", "npm error unknown command\n")).toEqual({
      checked: false,
      reason: "npm failed: npm error unknown command",
    });
    expect(readAudit("{}", "")).toMatchObject({ checked: false });
  });
});

describe("the report of an audit", () => {
  const sample = { name: "sample", version: "1.0.0" };

  it("fails for an invalid signature, and names the package", () => {
    const { text, failed } = reportOf({ checked: true, invalid: [sample], missing: [] });
    expect({ failed, first: text.split("\n").slice(0, 2) }).toEqual({
      failed: true,
      first: ["Invalid signatures or attestations: 1", "  sample@1.0.0"],
    });
  });

  it("names packages without a signature, and passes", () => {
    const { text, failed } = reportOf({ checked: true, invalid: [], missing: [sample] });
    expect(failed).toBe(false);
    expect(text).toContain("Packages without a signature: 1\n  sample@1.0.0");
  });

  it("says why nothing was checked, and passes", () => {
    const report = reportOf({ checked: false, reason: "The registry serves no signing keys (status 404)." });
    expect(report).toEqual({ text: "Not checked. The registry serves no signing keys (status 404).", failed: false });
  });
});
