import { describe, expect, it } from "vitest";
import { CfAuthError } from "./calls/error.ts";
import { solveChallenge } from "./challenge.ts";

function refusal(code: "challenge_required" | "invalid_credentials", challenge: unknown): CfAuthError {
  return new CfAuthError({ code, message: "No.", action: "Meet it.", retryable: false, details: { challenge } });
}
const puzzle = (bits: number) => ({ kind: "proof-of-work", text: "pow1.x", bits });

describe("solving a challenge", () => {
  it.each([1, 8, 12])("finds a number for %d bits", async (bits) => {
    const met = await solveChallenge(refusal("challenge_required", puzzle(bits)));
    expect(met?.token).toMatch(/^pow1\.x\.\d+$/);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(met?.token)));
    const binary = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    expect(binary.startsWith("0".repeat(bits))).toBe(true);
  });

  it.each([
    ["another error", refusal("invalid_credentials", puzzle(1))],
    ["a widget", refusal("challenge_required", { kind: "turnstile", siteKey: "x", action: "password" })],
    ["no challenge", refusal("challenge_required", undefined)],
    ["no error of ours", new Error("challenge_required")],
    ["nothing", undefined],
  ])("leaves %s to the caller", async (_, error) => {
    expect(await solveChallenge(error)).toBeUndefined();
  });

  it("ends when it is aborted", async () => {
    const signal = AbortSignal.timeout(20);
    await expect(solveChallenge(refusal("challenge_required", puzzle(32)), { signal })).rejects.toThrow(/timeout/i);
  });
});
