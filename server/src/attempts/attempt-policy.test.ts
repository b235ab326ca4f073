import { describe, expect, it } from "vitest";
import {
  ACCOUNT_POLICY,
  type AttemptPolicy,
  type AttemptState,
  addressPolicy,
  countOne,
  decideAttempt,
  PAIR_POLICY,
} from "./attempt-policy.ts";

const NOW = 1_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Fails `count` times, each as soon as allowed; returns the decision before each attempt. */
function failures(count: number, policy: AttemptPolicy) {
  let now = NOW;
  let state: AttemptState | undefined;
  return Array.from({ length: count }, () => {
    const first = decideAttempt([{ policy, state }], now);
    const seconds = first.outcome === "wait" ? first.retryAfterSeconds : 0;
    now += seconds * 1000;
    const { outcome } = decideAttempt([{ policy, state }], now);
    if (outcome !== "stopped") state = countOne({ policy, state }, now);
    return { seconds, outcome };
  });
}

describe("rule 8: the limits of an account", () => {
  const met = failures(102, ACCOUNT_POLICY);

  it("delay attempts from the fifth failure on, doubling up to 15 minutes", () => {
    expect(met.slice(0, 5).map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 0]);
    expect(met.slice(5, 16).map(({ seconds }) => seconds)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    expect(new Set(met.slice(16, 100).map(({ seconds }) => seconds))).toEqual(new Set([900]));
  });

  it("require a challenge after the tenth failure", () => {
    expect(new Set(met.slice(0, 10).map(({ outcome }) => outcome))).toEqual(new Set(["allowed"]));
    expect(new Set(met.slice(10, 100).map(({ outcome }) => outcome))).toEqual(new Set(["challenge"]));
  });

  it("stop attempts at the hundredth failure", () => {
    expect(met.slice(100).map(({ outcome }) => outcome)).toEqual(["stopped", "stopped"]);
  });

  it("keep a stop forever, and failures for a year without another one", () => {
    const state = (failures: number, forgetAt: number | null): AttemptState => ({
      failures,
      blockedUntil: 0,
      forgetAt,
    });
    const later = countOne({ policy: ACCOUNT_POLICY, state: state(97, NOW + 1) }, NOW);
    expect(later).toMatchObject({ failures: 98, forgetAt: NOW + 365 * DAY_MS });
    const last = countOne({ policy: ACCOUNT_POLICY, state: state(99, NOW + 1) }, NOW);
    expect(last).toMatchObject({ failures: 100, forgetAt: null });
    expect(decideAttempt([{ policy: ACCOUNT_POLICY, state: last }], NOW + 10_000 * DAY_MS).outcome).toBe("stopped");
    expect(countOne({ policy: ACCOUNT_POLICY, state: state(99, NOW) }, NOW).failures).toBe(1);
  });
});

describe("the limits of an IP address", () => {
  it("allow 30 failures a day, and 5 more for each of at most 50 trusting accounts", () => {
    expect([0, 1, 10, 50, 1000].map((accounts) => addressPolicy(accounts).challengeFrom)).toEqual([
      30, 35, 80, 280, 280,
    ]);
  });

  it("require a challenge first, then delays of at most a minute, and never stop", () => {
    const met = failures(1000, addressPolicy(0));
    expect(met.findIndex(({ outcome }) => outcome === "challenge")).toBe(30);
    expect(met.findIndex(({ seconds }) => seconds > 0)).toBe(90);
    expect(Math.max(...met.map(({ seconds }) => seconds))).toBe(60);
    expect(met.some(({ outcome }) => outcome === "stopped")).toBe(false);
  });

  it("reset a day after the first failure, however many came in between", () => {
    const policy = addressPolicy(0);
    const first = countOne({ policy, state: undefined }, NOW);
    const second = countOne({ policy, state: first }, NOW + DAY_MS - 1);
    expect(second).toMatchObject({ failures: 2, forgetAt: NOW + DAY_MS });
    expect(countOne({ policy, state: second }, NOW + DAY_MS).failures).toBe(1);
  });
});

describe("the strictest of several counters decides:", () => {
  const state = (failures: number, waitMs = 0): AttemptState => ({
    failures,
    blockedUntil: NOW + waitMs,
    forgetAt: NOW + DAY_MS,
  });
  const outcome = (account: AttemptState | undefined, pair?: AttemptState, address?: AttemptState) =>
    decideAttempt(
      [
        { policy: ACCOUNT_POLICY, state: account },
        { policy: PAIR_POLICY, state: pair },
        { policy: addressPolicy(0), state: address },
      ],
      NOW,
    );

  it.each([
    ["an attempt without failures is allowed", [undefined], { outcome: "allowed" }],
    ["the longest wait", [state(6, 1000), state(7, 3500), state(95, 2000)], { outcome: "wait", retryAfterSeconds: 4 }],
    ["a wait before a challenge", [state(12, 1)], { outcome: "wait", retryAfterSeconds: 1 }],
    ["a stop before a wait", [state(6, 5000), state(100)], { outcome: "stopped" }],
    ["a challenge for the address", [state(0), state(0), state(30)], { outcome: "challenge" }],
    ["a challenge for the pair", [undefined, state(10)], { outcome: "challenge" }],
    ["no stop for an address", [undefined, undefined, state(10_000)], { outcome: "challenge" }],
  ] as const)("%s", (_, [account, pair, address], expected) => {
    expect(outcome(account, pair, address)).toEqual(expected);
  });
});
