import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { closeAll, type Listening, listen } from "../../test/events.ts";
import { attemptTenant, failAttempts, PASSWORD, registerPerson, signIn, WRONG } from "../../test/failed-attempts.ts";
import { emailTo } from "../../test/mailbox.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(closeAll);

const alertsOf = (live: Listening) =>
  live.messages
    .flatMap(({ events }) => events)
    .filter(({ alert }) => alert)
    .map(({ event }) => event);

describe("alerts", () => {
  it("raises one alert for an account with too many attempts, until its user resets the password", async () => {
    const tenant = await attemptTenant(world);
    const live = await listen({ "x-api-key": tenant.secretKey });
    const credentials = await registerPerson(tenant);
    await failAttempts(tenant, 99, [credentials.email]);
    await tenant.wait();
    expect((await signIn(tenant, credentials)).code).toBe("challenge_required");
    await expect.poll(() => live.names()).toContain("auth.login");
    expect(alertsOf(live)).toEqual([]);
    await failAttempts(tenant, 1, [credentials.email]);
    for (let i = 0; i < 3; i++) {
      expect(await signIn(tenant, { ...credentials, password: WRONG })).toMatchObject({ code: "too_many_attempts" });
    }
    await expect.poll(() => alertsOf(live)).toEqual(["auth.accountLocked"]);
    await tenant.browser.auth.password.forgot.mutate({ email: credentials.email });
    const { token } = await emailTo(tenant.tenant.id, credentials.email, "reset_password");
    await tenant.browser.auth.password.reset.mutate({ token, password: `${PASSWORD} anew` });
    await failAttempts(tenant, 100, [credentials.email]);
    await signIn(tenant, credentials);
    await expect.poll(() => alertsOf(live)).toEqual(["auth.accountLocked", "auth.accountLocked"]);
  });

  it("raises alerts for a reused refresh token and a leaked key", async () => {
    const { client, browser, secretKey } = await createTenant(world.admin, "alerted");
    const live = await listen({ "x-api-key": secretKey });
    const person = { email: "anne@example.com", password: PASSWORD };
    await browser.auth.register.mutate(person);
    const { refreshToken } = await browser.auth.login.mutate(person);
    await browser.auth.refresh.mutate({ refreshToken });
    await env.DB.prepare("UPDATE sessions SET rotated_at = rotated_at - 60000").run();
    await errorOf(browser.auth.refresh.mutate({ refreshToken }));
    const { key } = await client.apiKeys.create.mutate({ kind: "secret", name: "left somewhere" });
    await clientFor().apiKeys.reportLeak.mutate({ key });
    await expect.poll(() => alertsOf(live)).toEqual(["auth.refreshTokenReused", "apiKeys.leaked"]);
  });

  it("raises an alert each time that a tampered audit log is found", async () => {
    const { client, secretKey, tenant } = await createTenant(world.admin, "broken");
    const live = await listen({ "x-api-key": secretKey });
    for (let i = 0; i < 3; i++) await client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
    expect(await client.audit.verify.query({})).toMatchObject({ valid: true });
    const forge =
      "UPDATE audit_events SET actor = 'usr_nobody' WHERE rowid = (SELECT min(rowid) FROM audit_events WHERE tenant_id = ?)";
    await env.DB.prepare(forge).bind(tenant.id).run();
    expect(await client.audit.verify.query({})).toMatchObject({ valid: false, broken: { seq: 1 } });
    await expect.poll(() => alertsOf(live)).toEqual(["audit.chainBroken"]);
    expect(await client.audit.verify.query({})).toMatchObject({ valid: false, broken: { seq: 1 } });
    await expect.poll(() => alertsOf(live)).toEqual(["audit.chainBroken", "audit.chainBroken"]);
  });
});
