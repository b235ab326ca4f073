import { describe, expect, it } from "vitest";
import { type KeyringFacts, nextKeyringStep, type ServiceVersion } from "./keyring-plan.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const DAY = 24 * 60 * 60;

function version(id: string, more: Partial<ServiceVersion> = {}): ServiceVersion {
  const times = { firstSeenAt: ago(400 * DAY), newestSince: null, wasNewest: true };
  return { version: id, newest: false, configured: true, useCount: 0, ...times, ...more };
}

const newest = (id: string, since = ago(2 * DAY), more: Partial<ServiceVersion> = {}) =>
  version(id, { newest: true, newestSince: since, ...more });

function facts(stored: string[], service: ServiceVersion[], more: Partial<KeyringFacts> = {}): KeyringFacts {
  const rest = { oldestRefreshAt: null, now: NOW, rolloutSeconds: 120 };
  return { name: "JWT_SECRET", stored, service, ...rest, ...more };
}

describe("the next step of a rotation", () => {
  it("is none with one version", () => {
    expect(nextKeyringStep(facts(["v1"], [newest("v1")]), "forward")).toBe("idle");
  });

  it("deploys what the service doesn't have yet", () => {
    const step = nextKeyringStep(facts(["v1", "v2"], [newest("v1")]), "forward");
    expect(step).toEqual({ step: "deploy", version: "v1", blockers: [] });
    const old = nextKeyringStep(facts(["v2", "v1"], [newest("v1"), version("v2")]), "forward");
    expect(old).toEqual({ step: "deploy", version: "v2", blockers: [] });
  });

  it("makes an added version the newest once every instance has it", () => {
    const added = (firstSeenAt: Date | null) => [newest("v1"), version("v2", { firstSeenAt, wasNewest: false })];
    const at = new Date(ago(119).getTime() + 120_000);
    expect(nextKeyringStep(facts(["v1", "v2"], added(ago(119))), "forward")).toMatchObject({
      step: "deploy",
      version: "v2",
      blockers: [expect.stringContaining("may not have v2")],
      at,
    });
    const ready = nextKeyringStep(facts(["v1", "v2"], added(ago(120))), "forward");
    expect(ready).toEqual({ step: "deploy", version: "v2", blockers: [] });
    expect(nextKeyringStep(facts(["v1", "v2"], added(null)), "forward")).toMatchObject({
      blockers: [expect.any(String)],
    });
  });

  it("re-encrypts signing keys before the old version is retired", () => {
    const service = [newest("v2"), version("v1", { useCount: 3 })];
    expect(nextKeyringStep(facts(["v2", "v1"], service), "forward")).toMatchObject({
      step: "re-encrypt",
      version: "v1",
      blockers: [expect.stringContaining("3 signing keys are")],
    });
  });

  it("retires a version of JWT_SECRET after a day, and after the last refresh token of it", () => {
    const since = ago(DAY + 119);
    const early = nextKeyringStep(facts(["v2", "v1"], [newest("v2", since), version("v1")]), "forward");
    expect(early).toMatchObject({ step: "retire", at: new Date(since.getTime() + (DAY + 120) * 1000) });
    const service = [newest("v2", ago(DAY + 120)), version("v1")];
    const retire = (oldestRefreshAt: Date | null) =>
      nextKeyringStep(facts(["v2", "v1"], service, { oldestRefreshAt }), "forward");
    expect(retire(null)).toEqual({ step: "retire", version: "v1", blockers: [], at: undefined });
    expect(retire(ago(DAY + 1))).toMatchObject({
      blockers: [expect.stringContaining("A session has a refresh token")],
    });
    expect(retire(ago(DAY - 1))).toMatchObject({ blockers: [] });
  });

  it("refuses to retire a pepper that hashes need, with their number", () => {
    const pepper = { name: "PASSWORD_PEPPER" } as const;
    const with1 = facts(["v2", "p1"], [newest("v2"), version("p1", { useCount: 1 })], pepper);
    expect(nextKeyringStep(with1, "forward")).toMatchObject({
      step: "retire",
      version: "p1",
      blockers: [expect.stringContaining("1 password hash has p1")],
    });
    const without = facts(["v2", "p1"], [newest("v2", ago(200)), version("p1")], pepper);
    expect(nextKeyringStep(without, "forward")).toMatchObject({ step: "retire", blockers: [] });
  });

  it("retires the oldest of several versions first", () => {
    const service = [newest("v3"), version("v2"), version("v1")];
    expect(nextKeyringStep(facts(["v3", "v2", "v1"], service), "forward")).toMatchObject({ version: "v1" });
  });
});

describe("the next step back", () => {
  it("removes a version at once that was never the newest", () => {
    const service = [newest("v1", ago(10)), version("v2", { wasNewest: false, firstSeenAt: ago(10) })];
    expect(nextKeyringStep(facts(["v1", "v2"], service), "undo")).toEqual({
      step: "retire",
      version: "v2",
      blockers: [],
    });
  });

  it("makes the old version the newest, has values re-encrypted, and retires the added one under the same conditions", () => {
    const deployed = [newest("v2"), version("v1")];
    expect(nextKeyringStep(facts(["v2", "v1"], deployed), "undo")).toMatchObject({ step: "deploy", version: "v1" });
    const back = [newest("v1", ago(10)), version("v2", { useCount: 2 })];
    expect(nextKeyringStep(facts(["v1", "v2"], back), "undo")).toMatchObject({ step: "re-encrypt", version: "v2" });
    const moved = [newest("v1", ago(10)), version("v2")];
    expect(nextKeyringStep(facts(["v1", "v2"], moved), "undo")).toMatchObject({
      step: "retire",
      version: "v2",
      blockers: [expect.any(String)],
    });
  });

  it("leaves older versions alone", () => {
    const service = [newest("v2"), version("v3", { wasNewest: false }), version("v1")];
    expect(nextKeyringStep(facts(["v2", "v3", "v1"], service), "undo")).toMatchObject({
      step: "retire",
      version: "v3",
    });
  });
});
