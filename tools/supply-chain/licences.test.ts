import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildSdkDeliverable, buildWorkerDeliverable } from "./deliverables.ts";
import { findRefusedLicences } from "./licences.ts";
import { type InstalledPackage, ROOT, readPackage } from "./packages.ts";

let deployed: InstalledPackage[];
let published: InstalledPackage[];
beforeAll(async () => {
  deployed = (await buildWorkerDeliverable()).bundled.map(readPackage);
  const { bundled, installed } = await buildSdkDeliverable();
  published = [...bundled, ...installed].map(readPackage);
});

/** The viewer that is in the repository, and the packages that are bundled in it. */
const VIEWER: { packages: { name: string; license: string }[] } = JSON.parse(
  readFileSync(join(ROOT, "server/viewer/manifest.json"), "utf8"),
);

describe("licences", () => {
  it("of all packages that are deployed or published are allowed", () => {
    expect(deployed.length).toBeGreaterThan(10);
    expect(published.length).toBeGreaterThan(4);
    expect(findRefusedLicences([...deployed, ...published])).toEqual([]);
  });

  it.each(["MIT", "(MIT OR GPL-3.0-only)", "Apache-2.0 AND ISC"])("allow %s", (license) => {
    expect(findRefusedLicences([{ name: "sample", license }])).toEqual([]);
  });

  it.each([
    "GPL-3.0-only",
    "AGPL-3.0-or-later",
    "MIT AND GPL-3.0-only",
    "MIT WITH Classpath-exception-2.0",
    "UNLICENSED",
    "SEE LICENSE IN LICENSE.md",
    "",
    undefined,
  ])("refuse %s", (license) => {
    expect(findRefusedLicences([{ name: "sample", license }])).toEqual([`sample: ${license ?? "no licence"}`]);
  });
});

it("THIRD-PARTY-NOTICES has the notice of each package in the Worker", () => {
  const notices = readFileSync(join(ROOT, "THIRD-PARTY-NOTICES"), "utf8");
  const names = [...notices.matchAll(/^-{80}\n(.+)$/gm)].map(([, name]) => name);
  expect(names).toEqual([...deployed.map(({ name }) => name).sort(), ...VIEWER.packages.map(({ name }) => name)]);
});

it("the viewer of the API reference has code of packages with allowed licences only", () => {
  expect(VIEWER.packages.length).toBeGreaterThan(100);
  expect(findRefusedLicences(VIEWER.packages)).toEqual([]);
});
