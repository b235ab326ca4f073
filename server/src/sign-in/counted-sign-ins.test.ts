import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { enrol, missingOf } from "../../test/factors.ts";
import { Browser, newApp } from "../../test/provider-sign-in.ts";
import { METHODS, type MethodSetting, outcomeOf, PREPARE, peopleOf, registered } from "../../test/sign-in-methods.ts";
import { createWorld } from "../../test/world.ts";

let nextPerson: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  nextPerson = peopleOf(await createWorld());
});

/** The outcome of some work, with the sign-ins that it counted. */
async function counted({ app }: MethodSetting, work: () => Promise<unknown>) {
  const count = vi.spyOn(app.meter, "count");
  const outcome = await outcomeOf(work);
  const of = (metric: string) => count.mock.calls.filter(([, counter]) => counter === metric).length;
  const counts = { logins: of("logins"), failedLogins: of("failedLogins") };
  count.mockRestore();
  return { outcome, ...counts };
}

describe("the metrics of sign-ins", () => {
  it.each(METHODS)("count a sign-in by %s once", async (method) => {
    const setting = await nextPerson();
    const signIn = await PREPARE[method](setting, await registered(setting, { verified: true }));
    if (method === "enterprise") await setting.setDomain("enterprise");
    // A session goes on, and the pages have counted the sign-in that an app's code is about.
    const logins = method === "refresh" || method === "app code" ? 0 : 1;
    expect(await counted(setting, signIn)).toEqual({ outcome: "ok", logins, failedLogins: 0 });
  });

  it.each(["password", "passkey", "social", "enterprise"] as const)("count a refused sign-in by %s", async (method) => {
    const setting = await nextPerson();
    const person = await registered(setting, { verified: true });
    const signIn = await PREPARE[method](setting, person);
    if (method === "enterprise") await setting.setDomain("enterprise");
    await setting.server.users.ban.mutate({ id: person.user.id });
    expect(await counted(setting, signIn)).toEqual({ outcome: "user_banned", logins: 0, failedLogins: 1 });
  });

  it("count a sign-in with two factors when the second one is shown, or is wrong", async () => {
    const setting = await nextPerson();
    const { anyone, clock } = setting;
    const person = await registered(setting, { verified: true });
    const signIn = await PREPARE.password(setting, person);
    const { app, backupCodes } = await enrol(person.signedIn, clock);
    const begun = await counted(setting, signIn);
    expect(begun).toEqual({ outcome: "factor_required", logins: 0, failedLogins: 0 });
    const { signInToken } = await missingOf(signIn());
    const wrong = { signInToken, method: "totp", code: "00000000" } as const;
    const refused = await counted(setting, () => anyone.auth.stepUp.mutate(wrong));
    expect(refused).toEqual({ outcome: "factor_invalid", logins: 0, failedLogins: 1 });
    clock.advance(30);
    const right = { signInToken, method: "totp", code: app.code() } as const;
    const done = await counted(setting, () => anyone.auth.stepUp.mutate(right));
    expect(done).toEqual({ outcome: "ok", logins: 1, failedLogins: 0 });
    const session = { refreshToken: person.refreshToken, method: "backup_code", code: backupCodes[0] ?? "" } as const;
    const stepped = await counted(setting, () => anyone.auth.stepUp.mutate(session));
    expect(stepped, "a step-up of a session").toEqual({ outcome: "ok", logins: 0, failedLogins: 0 });
  });
});

describe("a provider's answer that ends in an error", () => {
  it("is audited with the error's code, and counted as a failed sign-in", async () => {
    const setting = await nextPerson();
    const { tenant, anyone } = setting;
    await setting.providerOf("social");
    const { request } = await newApp();
    const { url } = await anyone.auth.providers.start.mutate({ provider: "social", ...request });
    const browser = new Browser(setting);
    const { location } = await browser.open(url);
    const query = new URL(location).searchParams;
    const back = new URL(query.get("redirect_uri") ?? "");
    back.search = `${new URLSearchParams({ error: "access_denied", state: query.get("state") ?? "" })}`;
    const answer = async () => (await browser.open(back.href)).code;
    expect(await counted(setting, answer)).toEqual({ outcome: "provider_cancelled", logins: 0, failedLogins: 1 });
    const select = "SELECT outcome FROM audit_events WHERE tenant_id = ? AND event = 'auth.providers.callback'";
    const { results } = await env.DB.prepare(`${select} ORDER BY id DESC LIMIT 1`).bind(tenant.tenant.id).all();
    expect(results).toEqual([{ outcome: "provider_cancelled" }]);
  });
});
