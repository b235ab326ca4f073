import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BUNDLE, buildWorker, metafileOf } from "@cf-auth/local/build";
import { readMetafile } from "@cf-auth/local/metafile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyRepository } from "../repository-copy.ts";
import { hashBundle } from "./bundle-hash.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cf-auth-bundle-"));
/** Folders of different lengths and depths, with what differs between two machines. */
const COPIES = [
  { path: join(folder, "a"), env: { TZ: "UTC", NODE_ENV: "test", LANG: "C" } },
  { path: join(folder, "another/and deeper"), env: { TZ: "Asia/Tokyo", NODE_ENV: "development", LANG: "de_DE.UTF-8" } },
];

/** Three builds take half a minute of processor time, so they run with the long tests. */
describe.runIf(process.env.LONG_TESTS === "1")("builds at different places", () => {
  beforeAll(async () => {
    await buildWorker();
    const { readPackages } = readMetafile(metafileOf(BUNDLE));
    for (const { path, env } of COPIES) {
      mkdirSync(path, { recursive: true });
      await copyRepository(ROOT, path, readPackages);
      const build = ["tools/local/src/build-worker.ts"];
      await promisify(execFile)(process.execPath, build, { cwd: path, env: { ...process.env, ...env } });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bundles = () => COPIES.map(({ path }) => join(path, "server/dist/worker"));

  it("two builds of the same sources at different absolute paths have the same modules, byte by byte", () => {
    const [first, second] = bundles().map((bundle) => hashBundle(bundle));
    expect(first?.map(({ name }) => name.replace(/^[0-9a-f]{40}-/, ""))).toEqual(
      expect.arrayContaining(["argon2.wasm", "worker.js", "worker.js.map"]),
    );
    expect(second).toEqual(first);
  });

  it("the bundle that the tests run is the one that a deployment builds", () => {
    const [built] = bundles().map((bundle) => hashBundle(bundle));
    expect(hashBundle(BUNDLE)).toEqual(built);
  });

  it("no module of a bundle contains the path of its build", () => {
    for (const { path } of COPIES) {
      for (const { name } of hashBundle(join(path, "server/dist/worker"))) {
        expect(readFileSync(join(path, "server/dist/worker", name), "latin1").includes(folder), name).toBe(false);
      }
    }
  });
});
