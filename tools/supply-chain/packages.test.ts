import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dependenciesOf, ROOT, readPackage, sha512In } from "./packages.ts";

describe("an installed package", () => {
  it("is read from the folder that the importing package resolves", () => {
    expect(dependenciesOf("server")).toContain("server/node_modules/zod");
    expect(dependenciesOf("client-sdk")).toEqual(["node_modules/jose"]);
    expect(readPackage("server/node_modules/zod").name).toBe("zod");
  });

  it("is refused if the lockfile has another version of it, or none", () => {
    expect(() => readPackage("node_modules/@cf-auth/engine")).toThrow("but undefined is locked. Run `npm ci`.");
  });

  it("has its hash from the lockfile, in hex", () => {
    expect(sha512In("node_modules/sample", "sha512-AAH/")).toBe("0001ff");
  });

  it.each([undefined, "sha1-AAH/", ""])(
    "is refused with the integrity %s, since npm wouldn't check it",
    (integrity) => {
      expect(() => sha512In("node_modules/sample", integrity)).toThrow("has no SHA-512 of node_modules/sample");
    },
  );
});

it("the lockfile has a hash of every package but optional binaries, which the registry may lack for some systems", () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const unchecked = Object.keys(packages).filter((folder) => {
    const { integrity, link, optional, os, cpu } = packages[folder];
    const isBinary = optional && (os ?? cpu) !== undefined;
    return folder.includes("node_modules/") && !link && !isBinary && integrity === undefined;
  });
  expect(unchecked).toEqual([]);
});
