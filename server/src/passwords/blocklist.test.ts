import { Buckets } from "@cf-auth/blocklist";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Blocklist, type TextStore } from "./blocklist.ts";

const log = vi.spyOn(console, "error");
beforeEach(() => void log.mockReturnValue());
afterEach(() => log.mockReset());

/** A KV namespace with the list, which counts its reads. */
function storeOf(...passwords: string[]) {
  const buckets = new Buckets();
  for (const password of passwords) buckets.add(password);
  const values = new Map(buckets.pairs().map(({ key, value }) => [key, value]));
  const reads: string[] = [];
  const get: TextStore["get"] = async (key) => {
    reads.push(key);
    return values.get(key) ?? null;
  };
  return { get, reads };
}

describe("Blocklist.has", () => {
  it("finds a password in any case and normal form with one read", async () => {
    const store = storeOf("Pässwörter", "trustno1");
    const blocklist = new Blocklist(store);
    expect(await blocklist.has("PÄSSWÖRTER".normalize("NFD"))).toBe(true);
    expect(await blocklist.has("pässwörter")).toBe(true);
    expect(await blocklist.has("passworter")).toBe(false);
    expect(store.reads).toHaveLength(3);
    expect(log).not.toHaveBeenCalled();
  });
});

describe("Blocklist.has returns false and logs the problem once", () => {
  it.each([
    ["if the list was never uploaded", async () => null, "npm run blocklist"],
    ["if the list can't be read", async () => await Promise.reject(new Error("KV is away")), "KV is away"],
  ])("%s", async (_, get, problem) => {
    const blocklist = new Blocklist({ get });
    expect(await blocklist.has("trustno1")).toBe(false);
    expect(await blocklist.has("trustno2")).toBe(false);
    expect(log).toHaveBeenCalledTimes(1);
    expect(log).toHaveBeenCalledWith(expect.stringContaining(problem));
  });
});
