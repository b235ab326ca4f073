import { describe, expect, it } from "vitest";
import { isolate, MovedClock } from "../../test/moved.ts";

const MINUTE = 60_000;
const NOW = Date.parse("2026-11-05T12:00:00Z");
const MARKS = { sessionId: "ses_a", clientId: "key_a", kid: "kid_a", issuedAt: NOW };

let tenants = 0;
/** A new tenant's revocations, in their own object. */
const list = () => isolate(new MovedClock()).app.revocations(`ten_list_${++tenants}`);

describe("a tenant's revocations", () => {
  it("are empty at first", async () => {
    expect(await list().standing(MARKS)).toEqual({ reason: null, tenantVersion: expect.any(Number) });
  });

  it.each(["ses_a", "key_a", "kid_a"])("refuse the tokens of %s, and no others", async (id) => {
    const revocations = list();
    await revocations.revoke([id, "ses_other"], "revoked", NOW);
    expect((await revocations.standing(MARKS)).reason).toBe("revoked");
    expect(
      (await revocations.standing({ ...MARKS, sessionId: "ses_b", clientId: "key_b", kid: "kid_b" })).reason,
    ).toBeNull();
    expect((await list().standing(MARKS)).reason).toBeNull();
  });

  it("refuse the tokens of sessions that began until then, and no later ones", async () => {
    const revocations = list();
    const before = await revocations.tenantVersion();
    await revocations.revokeAll("suspended", NOW);
    expect(await revocations.standing(MARKS)).toEqual({ reason: "suspended", tenantVersion: before + 1 });
    expect((await revocations.standing({ ...MARKS, issuedAt: NOW - MINUTE })).reason).toBe("suspended");
    expect((await revocations.standing({ ...MARKS, issuedAt: NOW + 1 })).reason).toBeNull();
  });

  it("are stored until the last token they concern has expired, and then deleted", async () => {
    const revocations = list();
    await revocations.revoke(["ses_a"], "logout", NOW);
    await revocations.revoke(["ses_b"], "logout", NOW + 16 * MINUTE);
    expect((await revocations.standing(MARKS)).reason).toBe("logout");
    await revocations.revoke(["ses_c"], "logout", NOW + 16 * MINUTE + 1);
    expect((await revocations.standing(MARKS)).reason).toBeNull();
    expect((await revocations.standing({ ...MARKS, sessionId: "ses_b" })).reason).toBe("logout");
  });

  it("accept thousands of ids in one call", async () => {
    const revocations = list();
    await revocations.revoke(
      Array.from({ length: 5000 }, (_, i) => `ses_${i}`),
      "banned",
      NOW,
    );
    expect((await revocations.standing({ ...MARKS, sessionId: "ses_4999" })).reason).toBe("banned");
  });

  it("return a version that rises with each change of the tenant", async () => {
    const revocations = list();
    const before = await revocations.tenantVersion();
    await revocations.tenantChanged();
    await revocations.tenantChanged();
    expect((await revocations.standing(MARKS)).tenantVersion).toBe(before + 2);
  });
});
