import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportsOf, readBundle } from "./bundle.ts";

let folder: string;
const put = (name: string, text = "") => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cf-auth-bundle-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the built Worker", () => {
  it("consists of its main module and its imports with their types, without files of earlier builds", () => {
    put("worker.js", 'import wasm from "./a1-argon2.wasm";\nexport default {};\n//# sourceMappingURL=worker.js.map');
    put("worker.js.map");
    put("a1-argon2.wasm");
    put("b2-argon2.wasm");
    expect(readBundle(folder).map(({ name, contentType }) => [name, contentType])).toEqual([
      ["a1-argon2.wasm", "application/wasm"],
      ["worker.js", "application/javascript+module"],
      ["worker.js.map", "application/source-map"],
    ]);
  });

  it("has a stable order of modules, regardless of content hashes", () => {
    const [first, second] = [`${"f".repeat(40)}-argon2.wasm`, `${"0".repeat(40)}-openapi.txt`];
    put("worker.js", `import "./${second}"; import "./${first}";`);
    put(first);
    put(second);
    expect(readBundle(folder).map(({ name }) => name)).toEqual([first, second, "worker.js"]);
  });

  it("has the exports of its main module", () => {
    put("worker.js", "class A {}\nconst b = 1;\nexport { A, b as B };\nexport default {};");
    expect(exportsOf(readBundle(folder))).toEqual(["A", "B", "default"]);
  });

  it("is rejected if nothing was built", () => {
    expect(() => readBundle(folder)).toThrow("Run `npm run build-worker` first.");
    expect(() => exportsOf([])).toThrow("The built Worker has no worker.js.");
  });

  it("is rejected with a module of unknown type", () => {
    put("worker.js", 'import x from "./x.odd";');
    put("x.odd");
    expect(() => readBundle(folder)).toThrow("The built Worker imports x.odd, whose file type is unknown.");
  });
});
