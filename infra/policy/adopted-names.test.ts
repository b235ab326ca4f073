import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { adoptedNames } from "./adopted-names.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-adopted-"));
const url = pathToFileURL(`${folder}/`);
afterAll(() => rmSync(folder, { recursive: true }));

it("reads the adopted names from the stack's configuration file", () => {
  const adopt = "{ database: { id: a/b, name: by-hand }, files: { id: c } }";
  writeFileSync(join(folder, "Pulumi.staging.yaml"), `config:\n  cf-auth:adopt: ${adopt}\n`);
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "environment: [cf-auth/dev]\n");
  expect([...adoptedNames("staging", url)]).toEqual(["by-hand"]);
  expect([...adoptedNames("dev", url)]).toEqual([]);
  expect([...adoptedNames("production", url)]).toEqual([]);
  expect([...adoptedNames("../Pulumi.staging", url)]).toEqual([]);
});
