import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Contract, readContract } from "../contract.ts";
import { isAtLeast, leastVersion } from "./bump.ts";
import { readRelease, writeRelease } from "./released.ts";
import { judge } from "./verdict.ts";

describe("the minimum version after a release", () => {
  it.each([
    ["0.1.0", undefined, "0.1.0"],
    ["0.1.4", "fix", "0.1.5"],
    ["0.1.4", "feature", "0.1.5"],
    ["0.1.4", "breaking", "0.2.0"],
    ["1.2.3", "fix", "1.2.4"],
    ["1.2.3", "feature", "1.3.0"],
    ["1.2.3", "breaking", "2.0.0"],
  ] as const)("%s, %s: %s", (released, kind, least) => {
    expect(leastVersion(released, kind)).toBe(least);
  });

  it("is compared numerically", () => {
    expect(isAtLeast("0.10.0", "0.9.9")).toBe(true);
    expect(isAtLeast("0.9.9", "0.10.0")).toBe(false);
    expect(isAtLeast("1.0.0", "1.0.0")).toBe(true);
    expect(() => isAtLeast("1.0", "1.0.0")).toThrow("no version");
  });
});

describe("the version check", () => {
  const contract = readContract();
  const without = (path: string): Contract => ({
    ...contract,
    procedures: contract.procedures.filter((procedure) => procedure.path !== path),
  });

  it("is skipped before the first release", () => {
    expect(judge(undefined, contract, "0.1.0")).toEqual({ changes: [], least: undefined, enough: true });
  });

  it("passes without changes", () => {
    expect(judge({ version: "0.1.0", contract }, contract, "0.1.0")).toMatchObject({ least: "0.1.0", enough: true });
  });

  it.each([
    ["0.1.0", false],
    ["0.1.9", false],
    ["0.2.0", true],
    ["1.0.0", true],
  ])("after a procedure is removed: %s %s", (version, enough) => {
    const verdict = judge({ version: "0.1.0", contract }, without("auth.login"), version);
    expect(verdict).toMatchObject({ least: "0.2.0", enough });
    expect(verdict.changes).toContainEqual({ kind: "breaking", where: "auth.login", what: "is gone" });
  });

  it.each([
    ["0.1.0", false],
    ["0.1.1", true],
  ])("after a procedure is added: %s %s", (version, enough) => {
    expect(judge({ version: "0.1.0", contract: without("auth.login") }, contract, version).enough).toBe(enough);
  });
});

describe("the last release", () => {
  const folders: string[] = [];
  const folder = () => {
    folders.push(mkdtempSync(join(tmpdir(), "cf-auth-released-")));
    return folders.at(-1) ?? "";
  };
  afterEach(() => {
    for (const one of folders.splice(0)) rmSync(one, { recursive: true });
  });

  it("doesn't exist at first, without a folder", () => {
    expect(readRelease(join(folder(), "nowhere"))).toBeUndefined();
  });

  it("is read as written, and replaces the one before", () => {
    const contract = readContract();
    const releases = join(folder(), "released");
    writeRelease(releases, { version: "0.1.0", contract });
    writeRelease(releases, { version: "0.2.0", contract });
    expect(readdirSync(releases)).toEqual(["0.2.0.json"]);
    const released = readRelease(releases);
    expect(released?.version).toBe("0.2.0");
    expect(released && judge(released, contract, "0.2.0").changes).toEqual([]);
  });

  it("must be unique", () => {
    const releases = folder();
    for (const name of ["0.1.0.json", "0.2.0.json"]) writeFileSync(join(releases, name), "{}");
    expect(() => readRelease(releases)).toThrow("more than the last release");
  });
});
