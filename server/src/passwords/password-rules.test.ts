import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { PASSWORD, somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("rule 3: a password", () => {
  it("rule 3: needs no mixture of characters, and has no hint and no security question", async () => {
    await world.acme.browser.auth.register.mutate({ email: "plain@example.com", password: "aaaabbbbccccdddd" });
    for (const field of ["hint", "question", "answer", "passwordHint"]) {
      const input = { email: "hint@example.com", password: PASSWORD, [field]: "the street I grew up in" };
      expect(await errorOf(world.acme.browser.auth.register.mutate(input))).toMatchObject({ code: "invalid_input" });
    }
  });

  it("rule 3: does not expire", async () => {
    const { credentials } = await somebody(world.acme);
    const years = 9 * 365 * 24 * 60 * 60 * 1000;
    await env.DB.prepare("UPDATE accounts SET created_at = created_at - ?").bind(years).run();
    await world.acme.browser.auth.login.mutate(credentials);
  });
});

it("rule 6: every procedure that sets a password refuses the names of tenant and product, and the email", async () => {
  const tenant = await createTenant(world.admin, "mirabilis");
  const { user, credentials, signIn } = await somebody(tenant);
  const local = credentials.email.split("@")[0] ?? "";
  const { accessToken } = await signIn();
  await tenant.browser.auth.password.forgot.mutate({ email: credentials.email });
  const { token } = await emailTo(tenant.tenant.id, user.email, "reset_password");
  for (const password of ["mirabilis-mirabilis", "cf-auth-cf-auth-cf", `${local}-${local}`]) {
    const { browser, client } = tenant;
    const { email } = credentials;
    const change = { currentPassword: credentials.password, newPassword: password };
    for (const set of [
      () => browser.auth.register.mutate({ email, password }),
      () => clientFor({ token: accessToken }).auth.password.change.mutate(change),
      () => browser.auth.password.reset.mutate({ token, password }),
      () => client.users.create.mutate({ email: `${local}@example.org`, password }),
    ]) {
      expect(await errorOf(set())).toMatchObject({ code: "weak_password", details: { rule: "context" } });
    }
  }
  await signIn();
});

it("rule 5: every procedure that sets a password refuses a common one with the reason, and changes nothing", async () => {
  const { credentials, signIn, user } = await somebody(world.acme);
  const { browser, client, tenant } = world.acme;
  const password = "passwordpassword";
  const { accessToken } = await signIn();
  await browser.auth.password.forgot.mutate({ email: credentials.email });
  const { token } = await emailTo(tenant.id, user.email, "reset_password");
  const change = { currentPassword: credentials.password, newPassword: password };
  for (const set of [
    () => browser.auth.register.mutate({ email: "common@example.com", password }),
    () => clientFor({ token: accessToken }).auth.password.change.mutate(change),
    () => browser.auth.password.reset.mutate({ token, password }),
    () => client.users.create.mutate({ email: "common@example.com", password }),
  ]) {
    const details = { rule: "common", reason: expect.stringContaining("common passwords") };
    expect(await errorOf(set())).toMatchObject({ code: "weak_password", httpStatus: 400, details });
  }
  expect((await client.users.search.query({ by: "email", prefix: "common@" })).items).toEqual([]);
  await signIn();
});
