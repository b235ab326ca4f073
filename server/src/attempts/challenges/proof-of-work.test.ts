import { beforeAll, describe, expect, it } from "vitest";
import { solve } from "../../../test/proof-of-work.ts";
import { Keyring } from "../../ports/encryption.ts";
import type { ChallengeSubject } from "./challenge.ts";
import { ProofOfWork } from "./proof-of-work.ts";

const NOW = new Date("2026-05-01T12:00:00Z");
const SUBJECT: ChallengeSubject = { tenantId: "ten_1", kind: "password", account: "anne", ip: "192.0.2.1" };

const secret = (fill: number) => new Uint8Array(32).fill(fill).toBase64();
function puzzles(secrets: string): ProofOfWork {
  const keyring = Keyring.parse(secrets);
  if (keyring === undefined) throw new Error("This is no keyring.");
  return new ProofOfWork(keyring);
}
const puzzle = puzzles(`v1:${secret(1)}`);

let token: string;
let expiresAt: Date;
beforeAll(async () => {
  const offer = await puzzle.offer(SUBJECT, NOW);
  expiresAt = offer.expiresAt;
  token = await solve(offer);
});

describe("a proof-of-work challenge", () => {
  it("is solved by trying numbers, and returns the id to store", async () => {
    const met = await puzzle.check(token, SUBJECT, NOW);
    expect(met).toEqual({ id: token.split(".")[3], expiresAt });
    expect(expiresAt).toEqual(new Date("2026-05-01T12:10:00Z"));
  });

  it("differs each time", async () => {
    const texts = await Promise.all([1, 2].map(async () => (await puzzle.offer(SUBJECT, NOW)).text));
    expect(new Set(texts).size).toBe(2);
  });

  it("expires after 10 minutes", async () => {
    expect(await puzzle.check(token, SUBJECT, new Date(expiresAt.getTime() - 1))).toBeDefined();
    expect(await puzzle.check(token, SUBJECT, expiresAt)).toBeUndefined();
  });

  it.each<[string, Partial<ChallengeSubject>]>([
    ["account", { account: "bert" }],
    ["tenant", { tenantId: "ten_2" }],
    ["kind of guess", { kind: "code" }],
  ])("is none for another %s", async (_, other) => {
    expect(await puzzle.check(token, { ...SUBJECT, ...other }, NOW)).toBeUndefined();
  });

  it("can be solved from another IP address, because phones change theirs", async () => {
    expect(await puzzle.check(token, { ...SUBJECT, ip: "198.51.100.1" }, NOW)).toBeDefined();
  });

  it("stays valid while its secret is configured", async () => {
    expect(await puzzles(`v2:${secret(2)},v1:${secret(1)}`).check(token, SUBJECT, NOW)).toBeDefined();
    expect(await puzzles(`v2:${secret(2)}`).check(token, SUBJECT, NOW)).toBeUndefined();
  });

  /** Replaces one part of the token. */
  const altered = (part: number, text: string) => token.split(".").with(part, text).join(".");

  it.each<[string, () => string | Promise<string>]>([
    ["nothing", () => ""],
    ["nonsense", () => "x".repeat(2048)],
    ["a challenge without its number", () => token.split(".").slice(0, -1).join(".")],
    ["a number that does not do", () => altered(5, `${Number(token.split(".")[5]) + 1}`)],
    ["a later end", () => altered(1, `${expiresAt.getTime() + 1}`)],
    ["fewer bits", () => altered(2, "1")],
    ["another nonce", () => altered(3, "A".repeat(22))],
    [
      "a challenge signed by the attacker",
      () => solve({ text: `pow1.${expiresAt.getTime()}.1.${"A".repeat(22)}.${"A".repeat(43)}`, bits: 1 }),
    ],
    ["something after it", () => `${token} `],
  ])("is not met by %s", async (_, make) => {
    expect(await puzzle.check(await make(), SUBJECT, NOW)).toBeUndefined();
  });
});
