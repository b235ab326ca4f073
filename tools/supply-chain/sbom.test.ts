import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE, bundle } from "@cf-auth/local/build";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import { beforeAll, describe, expect, it } from "vitest";
import { buildSdkDeliverable, buildWorkerDeliverable, type Deliverable } from "./deliverables.ts";
import { ROOT } from "./packages.ts";
import { createSbom } from "./sbom.ts";

interface Sbom {
  readonly metadata: { readonly component: Entry & { readonly components?: readonly Entry[] } };
  readonly components: readonly Entry[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Entry {
  readonly "bom-ref": string;
  readonly name: string;
  readonly group?: string;
  readonly version?: string;
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

const validator = new JsonStrictValidator(Version.v1dot6);
let worker: Deliverable;
let sdk: Deliverable;
beforeAll(async () => {
  worker = await buildWorkerDeliverable();
  sdk = await buildSdkDeliverable();
});

const parsed = (deliverable: Deliverable): Sbom => JSON.parse(createSbom(deliverable));
const nameOf = ({ group, name }: Entry) => (group === undefined ? name : `${group}/${name}`);

describe("the SBOM", () => {
  it("is valid for the schema of CycloneDX 1.6", async () => {
    for (const deliverable of [worker, sdk]) {
      expect(await validator.validate(createSbom(deliverable))).toBeNull();
    }
    const broken = createSbom(worker).replace('"type": "library"', '"type": "package"');
    expect(await validator.validate(broken)).not.toBeNull();
  });

  it("is the same, byte by byte, after another build", async () => {
    const first = createSbom(worker);
    await bundle("wrangler.jsonc", BUNDLE);
    expect(createSbom(await buildWorkerDeliverable())).toBe(first);
    expect(first).not.toMatch(/timestamp|serialNumber/);
    for (const text of [first, createSbom(sdk)]) expect(text).not.toContain(ROOT);
  });

  it("is the same in whichever order a bundler names packages", () => {
    const reversed = {
      ...worker,
      bundled: worker.bundled.toReversed(),
      dependencies: worker.dependencies.toReversed(),
      modules: worker.modules.toReversed(),
    };
    expect(createSbom(reversed)).toBe(createSbom(worker));
  });

  it("names each package with its version, licence and the hash in the lockfile", () => {
    const { components } = parsed(worker);
    const jose = components.find(({ name }) => name === "jose");
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
    const { version, integrity } = packages["node_modules/jose"];
    const content = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
    expect(jose).toEqual({
      type: "library",
      "bom-ref": `pkg:npm/jose@${version}`,
      purl: `pkg:npm/jose@${version}`,
      name: "jose",
      version,
      licenses: [{ license: { id: "MIT" } }],
      hashes: [{ alg: "SHA-512", content }],
    });
    for (const { name, licenses, hashes } of [...components, ...parsed(sdk).components]) {
      expect({ name, licenses: licenses?.length, hashes: hashes?.length }).toEqual({ name, licenses: 1, hashes: 1 });
    }
  });

  it("connects each package with the deliverable", () => {
    for (const { metadata, components, dependencies } of [parsed(worker), parsed(sdk)]) {
      const reached = new Set<string>();
      const reach = (ref: string) => {
        if (reached.has(ref)) return;
        reached.add(ref);
        for (const next of dependencies.find((entry) => entry.ref === ref)?.dependsOn ?? []) reach(next);
      };
      reach(metadata.component["bom-ref"]);
      expect(components.map((entry) => entry["bom-ref"]).filter((ref) => !reached.has(ref))).toEqual([]);
    }
  });
});

describe("the Worker's SBOM", () => {
  it("lists exactly the packages that worker.js has code of", () => {
    // esbuild writes each module's path above its code.
    const code = readFileSync(join(BUNDLE, "worker.js"), "utf8");
    const comments = code.matchAll(/^\s*\/\/ (?:\S+\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
    const expected = [...new Set([...comments].map(([, name]) => name))].sort();
    expect(expected.length).toBeGreaterThan(10);
    // A package may be there in two versions.
    expect([...new Set(parsed(worker).components.map(nameOf))].sort()).toEqual(expected);
  });

  it("has the SHA-256 of each module", () => {
    const files = parsed(worker).metadata.component.components ?? [];
    expect(files.map(({ name, hashes }) => ({ name, sha256: hashes?.[0]?.content }))).toEqual(worker.modules);
  });
});

it("the SDK's SBOM lists the packages bundled in dist, and the ones that npm installs", () => {
  const names = parsed(sdk).components.map(nameOf);
  expect(names).toEqual(expect.arrayContaining(["@openfga/syntax-transformer", "yaml", "jose"]));
  expect(names).not.toEqual(expect.arrayContaining(["zod"]));
  expect(names).not.toContain("tsup");
});
