import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("accepts in every procedure an email that RFC 5322 and browsers allow:", () => {
  it.each([
    "info@xn--80aswg.xn--p1ai",
    "info@xn--fiqs8s.xn--fiqs8s",
    "sales/emea@example.com",
    "a&b@example.com",
    "x=y@example.com",
    "50%off@example.com",
    "!#*?~{}'@example.com",
    "$&{email}{{link}}@example.com",
  ])("%s", async (email) => {
    const { browser, client, tenant } = world.acme;
    const { registrationToken } = await browser.auth.register.mutate({ email, password: PASSWORD });
    const verification = await emailTo(tenant.id, email, "verify_email");
    const typed = { email, code: verification.code, registrationToken };
    expect(await browser.auth.email.confirmCode.mutate(typed)).toEqual({ email, resetToken: null });
    const { user, accessToken } = await browser.auth.login.mutate({ email: email.toUpperCase(), password: PASSWORD });
    expect(user.email).toBe(email);

    await browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.id, email, "reset_password");
    expect(await browser.auth.password.reset.mutate({ token, password: `${PASSWORD}!` })).toEqual({ email });
    const changed = await clientFor({ token: accessToken })
      .auth.me.query()
      .catch(() => "ended");
    expect(changed).toBe("ended");

    const taken = client.users.create.mutate({ email: email.toUpperCase() });
    expect(await errorOf(taken)).toMatchObject({ code: "email_taken" });
    const other = `2${email}`;
    expect((await client.users.update.mutate({ id: user.id, email: other })).user.email).toBe(other);
    expect((await client.users.search.query({ by: "email", prefix: other })).items).toMatchObject([{ id: user.id }]);

    await world.admin.platform.admins.invite.mutate({ email, role: "readonly" });
    const platform = (await world.admin.tenants.get.query()).id;
    expect((await emailTo(platform, email, "invitation")).to).toBe(email);
    const replyToEmail = email;
    expect(await client.tenants.settings.update.mutate({ replyToEmail })).toMatchObject({ replyToEmail });
  });
});

it("stores, compares and mails an internationalized domain in A-labels, however it is typed", async () => {
  const { browser, client, tenant } = world.acme;
  const typed = "Vera@bücher.example";
  const stored = "Vera@xn--bcher-kva.example";
  const { registrationToken } = await browser.auth.register.mutate({ email: typed, password: PASSWORD });
  const { code } = await emailTo(tenant.id, stored, "verify_email");
  expect(
    await browser.auth.email.confirmCode.mutate({ email: "vera@BÜCHER.example", code, registrationToken }),
  ).toEqual({
    resetToken: null,
    email: stored,
  });
  for (const email of [typed, stored, "VERA@bu\u0308cher.EXAMPLE"]) {
    expect((await browser.auth.login.mutate({ email, password: PASSWORD })).user.email).toBe(stored);
  }
  expect(await errorOf(client.users.create.mutate({ email: typed }))).toMatchObject({ code: "email_taken" });
  const replyTo = await client.tenants.settings.update.mutate({ replyToEmail: "hilfe@bücher.example" });
  expect(replyTo.replyToEmail).toBe("hilfe@xn--bcher-kva.example");
});

it.each([
  ["anne@example-.com", '"example-" begins or ends with a hyphen.'],
  ["josé@example.com", "Characters beyond ASCII aren't supported before the @."],
  ["anne", "Write an email with an @, such as anne@example.com."],
])("refuses %s in every procedure with the reason, and changes nothing", async (email, message) => {
  const { browser, client } = world.acme;
  const issue = (path: string) => ({ code: "invalid_input", details: { issues: [{ path, message }] } });
  const person = { email, password: PASSWORD };
  expect(await errorOf(browser.auth.register.mutate(person))).toMatchObject(issue("email"));
  expect(await errorOf(browser.auth.login.mutate(person))).toMatchObject(issue("email"));
  expect(await errorOf(browser.auth.password.forgot.mutate({ email }))).toMatchObject(issue("email"));
  expect(await errorOf(client.users.create.mutate({ email }))).toMatchObject(issue("email"));
  expect(await errorOf(world.admin.platform.admins.invite.mutate({ email, role: null }))).toMatchObject(issue("email"));
  const settings = client.tenants.settings.update.mutate({ replyToEmail: email });
  expect(await errorOf(settings)).toMatchObject(issue("replyToEmail"));
});

describe("the host of a tenant", () => {
  it.each([
    ["login.xn--80aswg.xn--p1ai", "login.xn--80aswg.xn--p1ai"],
    ["login.сайт.рф", "login.xn--80aswg.xn--p1ai"],
    ["Login.ACME.example", "login.acme.example"],
    ["acme.localhost", "acme.localhost"],
  ])("accepts %s as %s", async (input, host) => {
    const at = clientFor({ token: world.token, tenant: "globex" });
    expect(await at.tenants.update.mutate({ host: input })).toMatchObject({ host });
    const slug = `host-${crypto.randomUUID().slice(0, 8)}`;
    const taken = world.admin.tenants.create.mutate({ slug, name: slug, host: input });
    expect(await errorOf(taken)).toMatchObject({ code: "slug_taken" });
    await at.tenants.update.mutate({ host: null });
    const created = await world.admin.tenants.create.mutate({ slug, name: slug, host: input });
    expect(created.tenant.host).toBe(host);
    await clientFor({ token: world.token, tenant: slug }).tenants.update.mutate({ host: null });
  });

  it.each([
    ["localhost", "no top-level domain"],
    ["example-.com", "hyphen"],
    ["login.example.com:8080", '":"'],
    ["https://login.example.com", '":"'],
    ["192.0.2.1", "not a top-level domain"],
    [`${"a".repeat(64)}.com`, "at most 63"],
  ])("refuses %s", async (host, message) => {
    const create = world.admin.tenants.create.mutate({ slug: "no-host", name: "x", host });
    const issues = [{ path: "host", message: expect.stringContaining(message) }];
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input", details: { issues } });
  });
});
