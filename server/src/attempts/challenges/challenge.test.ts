import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  attemptTenant,
  countedFailures,
  failAttempts,
  puzzleIn,
  registerPerson,
  signIn,
  WRONG,
} from "../../../test/failed-attempts.ts";
import { solve } from "../../../test/proof-of-work.ts";
import { codeIn } from "../../../test/raw.ts";
import { siteverify } from "../../../test/siteverify.ts";
import { createWorld, type World } from "../../../test/world.ts";
import worker from "../../worker.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A tenant and a user of it, after ten failed attempts at the user's password. */
async function afterTenFailures() {
  const tenant = await attemptTenant(world);
  const [person, other] = [await registerPerson(tenant), await registerPerson(tenant)];
  await failAttempts(tenant, 10, [person.email, other.email]);
  await tenant.wait();
  return { tenant, person, other };
}

describe("rule 8: a challenge", () => {
  it("is required after the tenth failure, and each solved one allows one attempt", async () => {
    const { tenant, person } = await afterTenFailures();
    const refused = await signIn(tenant, person);
    expect(refused).toMatchObject({
      code: "challenge_required",
      httpStatus: 403,
      details: { challenge: { kind: "proof-of-work", bits: 15, text: expect.any(String) } },
    });
    const challenge = { token: await solve(puzzleIn(refused)) };
    const attempts = Array.from({ length: 20 }, () => signIn(tenant, { ...person, password: WRONG, challenge }));
    const looked = (await Promise.all(attempts)).filter(({ code }) => code === "invalid_credentials");
    expect(looked).toHaveLength(1);
    expect(await countedFailures(tenant)).toBe(21);

    await tenant.wait(100);
    expect((await signIn(tenant, { ...person, challenge })).code).toBe("challenge_required");
    const second = { token: await solve(puzzleIn(await signIn(tenant, person))) };
    expect((await signIn(tenant, { ...person, challenge: second })).code).toBe("ok");
    expect((await signIn(tenant, person)).code).toBe("ok");
  });

  it("that was solved for one account is refused for another", async () => {
    const { tenant, person, other } = await afterTenFailures();
    const challenge = { token: await solve(puzzleIn(await signIn(tenant, person))) };
    expect((await signIn(tenant, { ...other, challenge })).code).toBe("challenge_required");
    expect((await signIn(tenant, { ...person, challenge })).code).toBe("ok");
  });

  it("is Turnstile's if the deployment has it, which is called only when a challenge is required", async () => {
    const { tenant, person } = await afterTenFailures();
    const fresh = await registerPerson(tenant);
    const cloudflare = siteverify("0x-secret", { widget: { action: "password", ip: "192.0.2.50" } });
    const global = vi.spyOn(globalThis, "fetch");
    global.mockImplementation(async (url, init) => await cloudflare.fetch(`${url}`, init ?? {}));
    const attempt = async (credentials: typeof person, token: string) => {
      const headers = { "content-type": "application/json", "cf-connecting-ip": "192.0.2.50" };
      const init = {
        method: "POST",
        headers: { ...headers, "x-api-key": tenant.publishableKey },
        body: JSON.stringify({ json: { ...credentials, challenge: { token } } }),
      };
      const request = new Request<unknown, IncomingRequestCfProperties>("http://auth.test/trpc/auth.login", init);
      const deployment = { ...env, TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "0x-secret" };
      return await (await worker.fetch(request, deployment, createExecutionContext())).json();
    };
    try {
      expect(await attempt(fresh, "junk")).toMatchObject({ result: {} });
      expect(cloudflare.seen).toEqual([]);
      const refused = await attempt(person, "junk");
      expect(codeIn(refused)).toBe("challenge_required");
      expect(JSON.stringify(refused)).toContain(
        '"challenge":{"kind":"turnstile","siteKey":"0x-site","action":"password"}',
      );
      expect(await attempt(person, "widget")).toMatchObject({ result: {} });
      expect(cloudflare.seen).toHaveLength(2);
    } finally {
      global.mockRestore();
    }
  });
});
