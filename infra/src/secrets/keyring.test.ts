import { describe, expect, it } from "vitest";
import { parseKeyring, withNewVersion } from "./keyring.ts";

const secret = (fill: string, bytes = 32) => Buffer.alloc(bytes, fill).toString("base64");

describe("a keyring", () => {
  it.each([
    [`v1:${secret("a")}`, true],
    [`v2:${secret("b")},v1:${secret("a")}`, true],
    [`2026-11_x:${secret("a", 48)}`, true],
    [` v1:${secret("a")} `, true],
    ["", false],
    [secret("a"), false],
    [`v1:${secret("a", 31)}`, false],
    [`v1:${secret("a")},v1:${secret("b")}`, false],
    [`v1:${secret("a")},`, false],
    [`v 1:${secret("a")}`, false],
    [`v1:${secret("a")}=`, false],
    [`v1:${"A".repeat(45)}`, false],
    [`v1:${"A".repeat(46)}`, true],
    [`v1:${"A".repeat(46)}=`, false],
    [`v1:${secret("a").replace("Y", "-")}`, false],
    [`${"v".repeat(33)}:${secret("a")}`, false],
  ])("parses %s like the Worker: %s", (text, isTaken) => {
    expect(parseKeyring(text) !== undefined).toBe(isTaken);
  });

  it("starts with v1, and adds versions at the front", () => {
    const first = withNewVersion([]);
    const second = withNewVersion(parseKeyring(first) ?? []);
    expect(second).toMatch(/^v2:/);
    expect(second.endsWith(`,${first}`)).toBe(true);
    expect(parseKeyring(second)?.map(({ id }) => id)).toEqual(["v2", "v1"]);
    expect(withNewVersion(parseKeyring(`p7:${secret("a")},old:${secret("b")}`) ?? [])).toMatch(/^v8:/);
  });

  it("creates a different secret for each version", () => {
    expect(new Set(Array.from({ length: 20 }, () => withNewVersion([]))).size).toBe(20);
  });
});
