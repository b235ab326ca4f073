import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_RECORD, endedRecord, isNewer, merge, recordOf, type SessionRecord, sidOf } from "./session-record.ts";

const USER = { id: "usr_1", email: "anne", emailVerified: true, name: null, createdAt: new Date(0) };
const tokenOf = (sid: string) => `e30.${btoa(JSON.stringify({ sid, aud: "ten_acme" }))}.x`;
const tokens = (sid: string) => ({
  accessToken: tokenOf(sid),
  accessTokenExpiresAt: new Date(0),
  refreshToken: "rt_1",
  refreshTokenExpiresAt: new Date(0),
});

const anything: fc.Arbitrary<SessionRecord> = fc.record({
  sid: fc.constantFrom("", "ses_1", "ses_2"),
  ended: fc.boolean(),
  tenant: fc.constant("ten_acme"),
  keySuffix: fc.constantFrom("", "abcdef"),
  turn: fc.nat(2),
  tries: fc.nat(2),
  attempt: fc.option(fc.record({ key: fc.constantFrom("a", "b"), at: fc.constant(0) }), { nil: undefined }),
  accessToken: fc.constantFrom(undefined, "x", "y"),
  at: fc.constant(0),
  userAt: fc.nat(2),
});

describe("the order of records", () => {
  it("is the same for all tabs with the same records, in any order and with repetitions", () => {
    const reported = fc.array(anything, { minLength: 1, maxLength: 6 });
    const shuffled = reported.chain((states) =>
      fc.tuple(fc.shuffledSubarray([...states, ...states], { minLength: states.length * 2 }), fc.constant(states)),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [left, right] = [one.reduce(merge), other.reduce(merge)];
        // Of the user the newest is kept, which each state here has with its time.
        expect([isNewer(left, right), isNewer(right, left)]).toEqual([false, false]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is irreflexive", () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        expect(isNewer(a, b) && isNewer(b, a)).toBe(false);
        expect(isNewer(a, a)).toBe(false);
      }),
    );
  });

  it("puts later sign-ins last, ends after the rest of their session, then later refreshes", () => {
    const first = recordOf(tokens("ses_1"), EMPTY_RECORD, 0, USER);
    const second = recordOf(tokens("ses_1"), first, 5);
    const order = [
      EMPTY_RECORD,
      endedRecord(""),
      first,
      second,
      endedRecord("ses_1"),
      recordOf(tokens("ses_2"), EMPTY_RECORD, 0),
    ];
    for (const [i, later] of order.entries()) {
      for (const [j, earlier] of order.entries()) expect(isNewer(later, earlier)).toBe(i > j);
    }
  });
});

describe("a refresh", () => {
  it("keeps the user of its session, and none of another session's", () => {
    const first = recordOf(tokens("ses_1"), EMPTY_RECORD, 7, USER);
    expect(recordOf(tokens("ses_1"), first, 9)).toMatchObject({ turn: 2, at: 9, user: USER, userAt: 7 });
    const other = recordOf(tokens("ses_2"), first, 9);
    expect([other.turn, other.user, other.userAt]).toEqual([1, undefined, 0]);
  });

  it("clears the pending attempt", () => {
    const pending = { ...recordOf(tokens("ses_1"), EMPTY_RECORD, 0), tries: 3, attempt: { key: "k", at: 0 } };
    expect(recordOf(tokens("ses_1"), pending, 0)).toMatchObject({ tries: 0 });
    expect(recordOf(tokens("ses_1"), pending, 0).attempt).toBeUndefined();
  });
});

describe("merge", () => {
  const before = recordOf(tokens("ses_1"), EMPTY_RECORD, 1, USER);
  const renamed = { ...before, user: { ...USER, name: "Anne" }, userAt: 5 };

  it("keeps the latest user, whichever refresh it came with", () => {
    const exchanged = recordOf(tokens("ses_1"), before, 9);
    for (const both of [merge(exchanged, renamed), merge(renamed, exchanged)]) {
      expect([both.turn, both.user?.name]).toEqual([2, "Anne"]);
    }
  });

  it("drops the user of an ended or other session", () => {
    expect(merge(renamed, endedRecord("ses_1"))).toEqual(endedRecord("ses_1"));
    expect(merge(recordOf(tokens("ses_2"), EMPTY_RECORD, 9), renamed).user).toBeUndefined();
  });
});

it("returns no session without a token", () => {
  expect([sidOf(undefined), sidOf(tokenOf("ses_1"))]).toEqual(["", "ses_1"]);
});
