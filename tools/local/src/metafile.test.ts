import { expect, it } from "vitest";
import { contentsOf } from "./metafile.ts";

/** A bundle of one own file, which imports three packages: tree shaking leaves nothing of `unused`. */
const METAFILE = {
  inputs: {
    "src/main.ts": { imports: [{ path: "../node_modules/@scope/direct/index.js" }, { path: "node:fs" }] },
    "../node_modules/@scope/direct/index.js": {
      imports: [{ path: "../server/node_modules/nested/a.js" }, { path: "../node_modules/unused/index.js" }],
    },
    "../server/node_modules/nested/a.js": { imports: [] },
    "../node_modules/unused/index.js": { imports: [] },
  },
  outputs: {
    "dist/main.js": {
      inputs: {
        "src/main.ts": { bytesInOutput: 10 },
        "../node_modules/@scope/direct/index.js": { bytesInOutput: 20 },
        "../server/node_modules/nested/a.js": { bytesInOutput: 30 },
        "../node_modules/unused/index.js": { bytesInOutput: 0 },
      },
    },
  },
};

it("a bundle's packages are those with bytes in it, by their folders in the repository", () => {
  expect(contentsOf(METAFILE, "client-sdk")).toEqual({
    packages: ["node_modules/@scope/direct", "server/node_modules/nested"],
    readPackages: ["node_modules/@scope/direct", "node_modules/unused", "server/node_modules/nested"],
    imports: [
      ["", "node_modules/@scope/direct"],
      ["node_modules/@scope/direct", "server/node_modules/nested"],
    ],
  });
});
