import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { noticesOf } from "./notices.ts";

const root = mkdtempSync(join(tmpdir(), "cf-auth-notices-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Makes a package with some files. Returns its folder. */
function packageWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe("third-party notices", () => {
  it("have each package's licence and notice, sorted by the package's name", () => {
    const packages = [
      packageWith("plain", { "licence.txt": "Terms of plain\r\n" }),
      packageWith("@scope/named", { LICENSE: "Terms of named\n", NOTICE: "Notice of named\n" }),
    ];
    const line = "-".repeat(80);
    expect(noticesOf("The bundle", packages)).toBe(
      `The bundle contains code of these packages.\n\n${line}\n@scope/named\n\nTerms of named\n\nNotice of named\n\n${line}\nplain\n\nTerms of plain\n`,
    );
  });

  it("refer to LICENSE for a package under Apache-2.0 that has no text of it", () => {
    const manifest = JSON.stringify({ license: "Apache-2.0", author: { name: "Somebody" } });
    expect(noticesOf("The bundle", [packageWith("apache", { "package.json": manifest })])).toContain(
      "apache\n\nApache-2.0, by Somebody. The text is in LICENSE.\n",
    );
  });

  it("have MIT's text and the author for a package under MIT that has no text of it", () => {
    const manifest = JSON.stringify({ license: "MIT", author: "Somebody" });
    const notices = noticesOf("The bundle", [packageWith("short", { "package.json": manifest })]);
    expect(notices).toContain("short\n\nCopyright (c) Somebody\n\nPermission is hereby granted, free of charge,");
  });

  it("can't be written for another licence without a text", () => {
    const folder = packageWith("bare", { "package.json": JSON.stringify({ license: "MIT" }) });
    expect(() => noticesOf("The bundle", [folder])).toThrow("bare has no text of its licence, MIT.");
  });

  it("can't be written of nothing", () => {
    expect(() => noticesOf("The bundle", [])).toThrow("No package is named whose code is in The bundle.");
  });
});
