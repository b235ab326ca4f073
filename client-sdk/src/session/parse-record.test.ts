import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBrowser, type Tab } from "../../test/fake-browser.ts";
import { FakeService } from "../../test/fake-service.ts";
import { wire } from "../calls/wire.ts";
import { parseRecord } from "./parse-record.ts";
import { EMPTY_RECORD, endedRecord, type SessionRecord } from "./session-record.ts";

const SID = "ses_01m8hv5g0ewwxsb8gxy7457s7b";
const tokenOf = (claims: object) => `e30.${btoa(JSON.stringify(claims))}.x`;
const USER = { id: "usr_1", email: "anne", emailVerified: true, name: null, createdAt: new Date(0) };
const heldIn = (sid: string): SessionRecord => ({
  ...EMPTY_RECORD,
  sid,
  tenant: "ten_acme",
  keySuffix: "AAAAAA",
  turn: 3,
  tries: 1,
  attempt: { key: "0123456789abcdef", at: 5 },
  accessToken: tokenOf({ sid, aud: "ten_acme", iat: 1, exp: 301 }),
  refreshToken: "rt_1",
  at: 1_764_000_000_000,
  user: USER,
  userAt: 1_764_000_000_000,
});
const VALID = heldIn(SID);

describe("a stored record of the right shape is read:", () => {
  it.each<[string, SessionRecord]>([
    ["of a session", VALID],
    ["of one in cookie mode", { ...VALID, refreshToken: "" }],
    ["of one about whose user nothing is known", { ...VALID, user: undefined, userAt: 0 }],
    ["of one that is over", { ...endedRecord(SID, "ten_acme"), keySuffix: "AAAAAA" }],
    ["of nothing known", EMPTY_RECORD],
    ["of nobody", endedRecord("")],
  ])("%s", (_, record) => {
    expect(parseRecord(structuredClone(record))).toEqual(record);
    expect(parseRecord(wire.deserialize(JSON.parse(JSON.stringify(wire.serialize(record)))))).toEqual(record);
  });

  it("without other fields and without tokens of an ended session", () => {
    expect(parseRecord({ ...VALID, later: 1 })).toEqual(VALID);
    expect(parseRecord({ ...VALID, ended: true })).toEqual({ ...endedRecord(SID, "ten_acme"), keySuffix: "AAAAAA" });
    expect(parseRecord({ ...VALID, user: { ...USER, id: 7 } })).toEqual({ ...VALID, user: undefined, userAt: 0 });
    expect(parseRecord({ ...VALID, attempt: { key: "short", at: 5 } })).toEqual({ ...VALID, attempt: undefined });
  });
});

describe("a stored record of another shape is ignored:", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "x"],
    ["a number", 5],
    ["a list", []],
    ["another version's", { v: 2, session: VALID }],
    ...Object.keys(EMPTY_RECORD).flatMap((name): [string, unknown][] => [
      [`no ${name}`, { ...VALID, [name]: undefined }],
      [`${name} of another type`, { ...VALID, [name]: {} }],
    ]),
    ["an id of another form", { ...VALID, sid: "ses_1" }],
    ["an id that is not Crockford's", { ...VALID, sid: SID.replace("b", "u") }],
    ["an id of another kind", { ...VALID, sid: SID.replace("ses", "usr") }],
    ["an id of the year 10889, which every sign-in would come before", endedRecord(`ses_${"7".padEnd(26, "z")}`)],
    ["a fraction of an exchange", { ...VALID, turn: 1.5 }],
    ["exchanges without end", { ...VALID, turn: Number.POSITIVE_INFINITY }],
    ["a token that is none", { ...VALID, accessToken: "x" }],
    ["a token of nothing", { ...VALID, accessToken: tokenOf([]) }],
    [
      "a token of another session",
      { ...VALID, accessToken: tokenOf({ sid: "ses_2", aud: "ten_acme", iat: 1, exp: 2 }) },
    ],
    ["a token of another tenant", { ...VALID, tenant: "ten_globex" }],
    ["a token without an end", { ...VALID, accessToken: tokenOf({ sid: SID, aud: "ten_acme", iat: 1 }) }],
    ["a token that is no text", { ...VALID, accessToken: { toString: 1 } }],
    ["a refresh token that is no text", { ...VALID, refreshToken: 5 }],
    ["tokens of no session", { ...EMPTY_RECORD, refreshToken: "rt_1" }],
  ])("%s", (_, value) => {
    expect(parseRecord(value)).toBeUndefined();
  });
});

describe("with any content of the storage and the channel,", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  /** Before every session that the service opens here. */
  const EARLIER = `ses_${"0".repeat(26)}`;
  const json = fc.jsonValue({ maxDepth: 3 });
  /** What is nearly right: an entry of a session there might be, with a field or two that are anything. */
  const mutated = fc
    .tuple(
      fc.constantFrom(heldIn(EARLIER), EMPTY_RECORD, endedRecord(EARLIER)),
      fc.dictionary(fc.constantFrom(...Object.keys(VALID)), json),
    )
    .map(([record, changes]) => ({ ...record, ...changes }));
  const value = fc.oneof(json, mutated);
  const entry = fc.oneof(
    fc.string(),
    json.map((written) => JSON.stringify(written)),
    value.map((written) => JSON.stringify({ json: written })),
    value.map((written) => JSON.stringify(wire.serialize(written))),
  );

  it.each(["bearer", "cookie"] as const)(
    "a page in %s mode finds out who is signed in, and a session that it opens is not lost",
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(entry, fc.array(value, { maxLength: 3 }), async (text, said) => {
          const service = new FakeService();
          const browser = new FakeBrowser(service);
          const storage = { getItem: () => browser.stored.get("any") ?? text, setItem: browser.localStorage.setItem };
          const keep = {
            getItem: storage.getItem,
            setItem: (_: string, written: string) => void browser.stored.set("any", written),
          };
          const tabs: Tab[] = [1, 2].map(() => browser.open({ mode, storage: keep, key: "pk_live_x_AAAAAA" }));
          const pass = async (seconds: number) => await vi.advanceTimersByTimeAsync(seconds * 1000);
          const speak = () => {
            for (const { channels } of tabs) {
              for (const channel of channels)
                for (const data of said) channel.onmessage?.({ data: structuredClone(data) });
            }
          };
          speak();
          await pass(30);
          // An entry may say who is signed in, in a form that is right: then the service has the last word.
          const [tab] = tabs as [Tab, Tab];
          expect(tab.session.state).not.toBe("loading");
          const call = tab.session.login({ email: "anne", password: "right" });
          await pass(30);
          await call;
          speak();
          await pass(1);
          const me = tab.session.client.auth.me();
          await pass(30);
          expect(Object(await me).user.email).toBe("anne");
          expect(tabs.map(({ shows }) => shows)).toEqual(["anne", "anne"]);
          expect(service.alive.map(({ user }) => user.email)).toEqual(["anne"]);
          expect(vi.getTimerCount()).toBe(0);
          for (const one of tabs) browser.close(one);
        }),
        { numRuns: 150 },
      );
    },
  );
});
