import { describe, expect, it } from "vitest";
import { dependenciesOf, readPackage, sha512In } from "./packages.ts";

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
