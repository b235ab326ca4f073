import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Layering, readLayers } from "./layers.ts";

const temporary: string[] = [];
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The layers of a server with these files and their source. */
async function layersOf(files: Readonly<Record<string, string>>): Promise<Layering> {
  const root = mkdtempSync(join(tmpdir(), "layers-"));
  temporary.push(root);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, "server/src", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\nexport const value = 1;\nexport type Value = number;\n`);
  }
  return await readLayers(root);
}

const value = (path: string) => `import { value as other } from "${path}"; export const sum = other;`;
const type = (path: string) => `import type { Value as Other } from "${path}"; export type Same = Other;`;

/** One file of each kind, none of which imports upward. */
const SOUND = {
  "ports/time.ts": "",
  "audit/store.ts": value("../ports/time.ts"),
  "tenants/store.ts": value("../audit/store.ts"),
  "tenants/router.ts": value("../pipeline/procedure.ts"),
  "pipeline/procedure.ts": type("../tenants/store.ts"),
  "router.ts": value("./tenants/router.ts"),
  "entries/http.ts": value("../router.ts"),
  "worker.ts": value("./entries/http.ts"),
  // Tests may import everything.
  "ports/time.test.ts": value("../worker.ts"),
};

describe("npm run layers", () => {
  it("counts the files of each folder and finds nothing if imports go down", async () => {
    const { layers, problems } = await layersOf(SOUND);
    expect(problems).toEqual([]);
    const counts = layers.flatMap(({ folders }) => folders).filter(({ files }) => files > 0);
    expect(counts.map(({ folder }) => folder)).toEqual([
      ...["ports", "audit", "tenants", "pipeline", "*/router.ts", "router.ts", "entries", "worker.ts"],
    ]);
    expect(counts.every(({ files }) => files === 1)).toBe(true);
  });

  it.each([
    ["a port that imports a family", "ports/time.ts", value("../tenants/store.ts"), "tenants/store.ts"],
    ["a family that imports a later one", "audit/store.ts", value("../tenants/store.ts"), "tenants/store.ts"],
    [
      "a family that imports the type of a later one",
      "audit/store.ts",
      type("../tenants/store.ts"),
      "tenants/store.ts",
    ],
    [
      "a family that imports the pipeline",
      "tenants/store.ts",
      type("../pipeline/procedure.ts"),
      "pipeline/procedure.ts",
    ],
    ["a family that imports its own router", "tenants/store.ts", value("./router.ts"), "tenants/router.ts"],
    ["a pipeline that imports a router", "pipeline/procedure.ts", value("../tenants/router.ts"), "tenants/router.ts"],
    ["a router that imports the root router", "tenants/router.ts", type("../router.ts"), "router.ts"],
    ["an entry that imports the Worker", "entries/http.ts", value("../worker.ts"), "worker.ts"],
  ])("finds %s", async (_, file, text, target) => {
    const { problems } = await layersOf({ ...SOUND, [file]: text });
    expect(problems).toEqual([`server/src/${file} imports server/src/${target}`]);
  });

  it("finds a file that is in no layer", async () => {
    const { problems } = await layersOf({ ...SOUND, "misc/helper.ts": "" });
    expect(problems).toEqual(["server/src/misc/helper.ts is in no layer"]);
  });

  it("finds every file of this server in a layer, and no upward import", async () => {
    expect((await readLayers()).problems).toEqual([]);
  });
});
