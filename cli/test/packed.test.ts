import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installCli } from "../../tools/local/test/install-cli.ts";
import { VERSION } from "../src/version.ts";

const STORE = join(import.meta.dirname, "../../tools/conformance/data/stores/github/store.fga.yaml");

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-packed-"));
  await installCli(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function cfAuth(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(join(folder, "node_modules/.bin/cf-auth"), args, {
    cwd: folder,
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });
  return stdout;
}

it("the package installs without dependencies", () => {
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["@cf-auth"]);
  expect(readdirSync(join(folder, "node_modules/@cf-auth/cli")).sort()).toEqual([
    "LICENSE",
    "NOTICE",
    "README.md",
    "dist",
    "package.json",
  ]);
});

it("the installed command runs", async () => {
  expect(await cfAuth("--version")).toBe(`${VERSION}\n`);
  expect(await cfAuth("model", "test", STORE)).toMatch(/^\d+ passed, 0 failed\n$/);
});

it("the shell's script completes commands, flags and their values", async () => {
  for (const shell of ["bash", "zsh", "fish"]) expect(await cfAuth("completion", shell)).toContain("cf-auth complete");
  expect(await cfAuth("complete", "--", "keys", "rot")).toContain("rotate\t");
  expect(await cfAuth("complete", "--", "keys", "create", "--kind", "")).toContain("restricted");
});

it("a failed command prints no stack trace", async () => {
  const error = await cfAuth("tenants", "lst").catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 2, stdout: "" });
  expect(error.stderr).toBe("error: unknown command 'lst'\n(Did you mean list?)\n");
});
