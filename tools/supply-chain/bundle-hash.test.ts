import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBundle } from "../../infra/src/worker/bundle.ts";
import { describeHashes, hashBundle, hashDeployed } from "./bundle-hash.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-hash-"));
beforeAll(() => {
  writeFileSync(join(folder, "worker.js"), 'import text from "./a.txt";\n//# sourceMappingURL=worker.js.map\n');
  writeFileSync(join(folder, "worker.js.map"), "{}");
  writeFileSync(join(folder, "a.txt"), "text");
  writeFileSync(join(folder, "earlier.txt"), "of an earlier build");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The API's answer for a Worker whose modules are those of the folder, in another order. */
const answer = (change = (content: string) => content) =>
  JSON.stringify({
    result: {
      modules: readBundle(folder)
        .toReversed()
        .map(({ name, contentType, contentFile }) => ({
          name,
          content_type: contentType,
          content_base64: Buffer.from(change(readFileSync(contentFile, "utf8"))).toString("base64"),
        })),
    },
  });

describe("hashes of a Worker", () => {
  it("cover the modules that are uploaded, and nothing else in the folder", () => {
    expect(hashBundle(folder).map(({ name }) => name)).toEqual(["a.txt", "worker.js", "worker.js.map"]);
  });

  it("are printed as sha256sum prints them, below the hash of those lines", () => {
    const lines = `${sha256("1")}  a.txt\n${sha256("2")}  worker.js\n`;
    const modules = [
      { name: "a.txt", sha256: sha256("1") },
      { name: "worker.js", sha256: sha256("2") },
    ];
    expect(describeHashes(modules)).toBe(`${sha256(lines)}\n\n${lines}`);
  });

  it("are equal for a build and a deployed version with the same modules", () => {
    expect(describeHashes(hashDeployed(answer()))).toBe(describeHashes(hashBundle(folder)));
  });

  it("differ if one byte of a deployed module differs", () => {
    const deployed = hashDeployed(answer((content) => content.replace("text", "tent")));
    expect(describeHashes(deployed)).not.toBe(describeHashes(hashBundle(folder)));
  });

  it("can't be read from an answer without modules", () => {
    expect(() => hashDeployed(JSON.stringify({ result: { id: "1" } }))).toThrow("`include=modules`");
  });
});
