import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { LINK, passwordChangedEmail, resetEmail } from "../../test/email-queue.ts";
import { emailsOf } from "../../test/mailbox.ts";
import { createTenant, createTestTenant, createWorld, type World } from "../../test/world.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** Creates a tenant, with its object and a function that receives an email rendered by its templates. */
async function newTenant(create = createTenant) {
  const created = await create(world.admin, `mail-${++tenants}`);
  const object = env.TENANT_STATE.getByName(created.tenant.id);
  return {
    ...created,
    object,
    async receive(key: string) {
      await object.enqueue(resetEmail(key));
      const [email] = await emailsOf(created.tenant.id);
      if (email === undefined) throw new Error("No email was received.");
      return email;
    },
  };
}

const HTML = '<p title="{{brand}}">Hello, <a href="{{link}}">reset it</a></p>';

describe("templates", () => {
  it("default part by part until they are set, and again after a reset", async () => {
    const { client, receive } = await newTenant();
    const { templates } = client.emails;
    const before = await templates.get.query({ kind: "reset_password" });
    expect(before).toMatchObject({
      customized: [],
      placeholders: ["brand"],
      secretPlaceholders: ["link"],
      updatedAt: null,
    });

    const put = await templates.put.mutate({ kind: "reset_password", subject: "{{brand}}: reset", html: HTML });
    expect(put).toMatchObject({
      subject: "{{brand}}: reset",
      text: before.text,
      html: HTML,
      customized: ["subject", "html"],
    });
    expect(await templates.get.query({ kind: "reset_password" })).toEqual(put);
    expect(await receive("a")).toMatchObject({
      subject: "mail-1: reset",
      text: expect.stringContaining(LINK),
      html: `<p title="mail-1">Hello, <a href="${LINK}">reset it</a></p>`,
    });

    await templates.put.mutate({ kind: "reset_password", subject: "Reset" });
    expect(await templates.get.query({ kind: "reset_password" })).toMatchObject({
      customized: ["subject"],
      html: before.html,
    });
    expect(await templates.reset.mutate({ kind: "reset_password" })).toEqual(before);
    expect(await templates.reset.mutate({ kind: "reset_password" })).toEqual(before);
    expect(await receive("b")).toMatchObject({ subject: "Reset your mail-1 password" });
  });

  it("are listed by pages, one for each kind", async () => {
    const { client } = await newTenant();
    await client.emails.templates.put.mutate({ kind: "invitation", subject: "Come in" });
    const listed: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await client.emails.templates.list.query({ limit: 4, ...(cursor && { cursor }) });
      listed.push(...page.items.map(({ kind, customized: own }) => `${kind} ${own.join()}`));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(listed).toEqual(EMAIL_KINDS.map((kind) => `${kind} ${kind === "invitation" ? "subject" : ""}`));
  });

  it("are refused with their problems if they are invalid, and nothing changes", async () => {
    const { client } = await newTenant();
    const invalid = {
      kind: "reset_password",
      subject: "a\nb",
      text: "no link",
      html: "<script>{{link}}</script>",
    } as const;
    const error = await errorOf(client.emails.templates.put.mutate(invalid));
    expect(error).toMatchObject({
      code: "invalid_template",
      details: {
        problems: [
          { part: "subject", message: "The subject must be one line." },
          { part: "text", message: "The template must contain {{link}}." },
          { part: "html", message: "The tag <script> is not allowed." },
        ],
      },
    });
    expect(await errorOf(client.emails.templates.preview.query(invalid))).toMatchObject({ code: "invalid_template" });
    expect(await client.emails.templates.get.query({ kind: "reset_password" })).toMatchObject({ customized: [] });
  });

  it.each([
    { kind: "newsletter" },
    { kind: "reset_password", subject: "x".repeat(201) },
    { kind: "reset_password", html: "x".repeat(100_001) },
    { kind: "reset_password", body: "x" },
  ])("refuse unknown kinds and fields, and parts that are too long: %#", async (input) => {
    const put = world.acme.client.emails.templates.put.mutate(input as never);
    expect(await errorOf(put)).toMatchObject({ code: "invalid_input" });
  });

  it("can be previewed before they are set, with sample values", async () => {
    const { client, tenant } = await newTenant();
    await client.tenants.settings.update.mutate({
      brandName: "Café <Acme>",
      verifyEmailUrl: "https://acme.example/v",
    });
    const shown = await client.emails.templates.preview.query({ kind: "verify_email", text: "{{code}} {{link}}" });
    expect(shown).toEqual({
      from: "=?UTF-8?B?Q2Fmw6kgPEFjbWU+?= <no-reply@mail.test>",
      subject: "Confirm your email for Café <Acme>",
      text: "123456 https://acme.example/v?token=made-up",
      html: expect.stringContaining(">Café &lt;Acme&gt;</p>"),
    });
    expect(await client.emails.templates.get.query({ kind: "verify_email" })).toMatchObject({ customized: [] });
    for (const kind of EMAIL_KINDS) {
      const { text, html } = await client.emails.templates.preview.query({ kind });
      expect(`${text}${html}`).not.toContain("{{");
    }
    expect(tenant.name).not.toContain("Café");
  });

  it("have the tenant's name, logo and address for answers", async () => {
    const { client, receive } = await newTenant();
    const brandLogoUrl = "https://acme.example/logo.png?a=1&b=2";
    const replyToEmail = "help@acme.example";
    await client.tenants.settings.update.mutate({ brandName: "Acme Ltd.", brandLogoUrl, replyToEmail });
    expect(await receive("a")).toMatchObject({
      from: { name: "Acme Ltd.", address: "no-reply@mail.test" },
      replyTo: replyToEmail,
      html: expect.stringContaining('<img src="https://acme.example/logo.png?a=1&amp;b=2" alt="Acme Ltd."'),
    });
  });

  it.each([
    { brandName: "Acme\r\nBcc: eve@example.com" },
    { brandName: " " },
    { brandName: "\u202eemcA" },
    { brandLogoUrl: "javascript:alert(1)" },
    { brandLogoUrl: "http://acme.example/logo.png" },
    { replyToEmail: "a@example.com, b@example.com" },
    { replyToEmail: "a@example.com\r\nBcc: eve@example.com" },
  ])("refuse %j, which could forge the header of an email", async (settings) => {
    const update = world.acme.client.tenants.settings.update.mutate(settings);
    expect(await errorOf(update)).toMatchObject({ code: "invalid_input" });
  });

  it("belong to one tenant, and are closed to its publishable key", async () => {
    const { client } = world.acme;
    await client.emails.templates.put.mutate({ kind: "invitation", subject: "Acme only" });
    const other = await world.globex.client.emails.templates.get.query({ kind: "invitation" });
    expect(other.subject).not.toBe("Acme only");
    const asAdmin = clientFor({ token: world.token, tenant: "acme" });
    expect((await asAdmin.emails.templates.get.query({ kind: "invitation" })).subject).toBe("Acme only");
    const { browser } = world.acme;
    const put = browser.emails.templates.put.mutate({ kind: "invitation", subject: "x" });
    expect(await errorOf(put)).toMatchObject({ code: "forbidden" });
    expect(await errorOf(browser.emails.outbox.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(browser.emails.mailbox.list.query({}))).toMatchObject({ code: "forbidden" });
  });
});

describe("the outbox", () => {
  it("rule 57: lists the delivery status of emails by pages, without their content", async () => {
    const { client, object, tenant } = await newTenant();
    for (const key of ["a", "b", "c"]) await object.enqueue(resetEmail(key, `${key}@example.com`));
    await object.enqueue(passwordChangedEmail("d"));
    await emailsOf(tenant.id);
    const first = await client.emails.outbox.list.query({ limit: 3 });
    const rest = await client.emails.outbox.list.query({ limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...rest.items].map(({ idempotencyKey: key }) => key)).toEqual(["d", "c", "b", "a"]);
    expect(rest.nextCursor).toBeNull();
    expect(first.items[1]).toEqual({
      id: expect.stringMatching(/^eml_/),
      idempotencyKey: "c",
      kind: "reset_password",
      to: "c@example.com",
      status: "sent",
      attemptCount: 1,
      lastError: null,
      queuedAt: expect.any(Date),
      nextAttemptAt: null,
      finishedAt: expect.any(Date),
    });
    expect(JSON.stringify([first, rest])).not.toContain("hunter2");
    expect(
      (await client.emails.outbox.list.query({ to: "B@example.com" })).items.map(({ idempotencyKey: key }) => key),
    ).toEqual(["b"]);
    expect((await client.emails.outbox.list.query({ status: "waiting" })).items).toEqual([]);
    expect((await world.globex.client.emails.outbox.list.query({})).items).toEqual([]);
  });
});

describe("the mailbox of a test tenant", () => {
  it("shows queued emails immediately to its servers", async () => {
    const { client, object } = await newTenant(createTestTenant);
    for (const key of ["a", "b", "c"]) await object.enqueue(resetEmail(key, `${key}@example.com`));
    const { items } = await client.emails.mailbox.list.query({ to: "c@example.com", kind: "reset_password" });
    expect(items).toMatchObject([{ to: "c@example.com", values: { link: LINK }, receivedAt: expect.any(Date) }]);
    const page = await client.emails.mailbox.list.query({ limit: 2 });
    const rest = await client.emails.mailbox.list.query({ limit: 2, cursor: page.nextCursor ?? "" });
    expect([...page.items, ...rest.items].map(({ to }) => to)).toEqual(
      ["c", "b", "a"].map((key) => `${key}@example.com`),
    );
  });

  it("is closed to live tenants", async () => {
    expect(await errorOf(world.acme.client.emails.mailbox.list.query({}))).toMatchObject({
      code: "test_tenant_only",
      httpStatus: 403,
    });
  });
});
