import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { LINK, passwordChangedEmail, resetEmail, withStorage } from "../../test/email-queue.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { tenantMail } from "./tenant-email.ts";

const service = inject("ses");
/** Bindings of a deployment that sends emails with SES, here a local server. */
const deployed = {
  ...env,
  PUBLIC_URL: "https://auth.example.com",
  EMAIL_PROVIDER: "ses",
  EMAIL_FROM: "auth@example.com",
  AWS_REGION: service.region,
  AWS_ACCESS_KEY_ID: service.accessKeyId,
  AWS_SECRET_ACCESS_KEY: service.secretAccessKey,
  SES_ENDPOINT: service.endpoint,
} as unknown as Env;

let world: World;
let tenants = 0;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function newTenant(environment: "live" | "test") {
  const { tenant } = await createTenant(world.admin, `tenant-mail-${++tenants}`);
  await env.DB.prepare("UPDATE tenants SET environment = ? WHERE id = ?").bind(environment, tenant.id).run();
  return tenant;
}

async function takenFor(address: string): Promise<unknown[]> {
  const taken: { Destination: { ToAddresses: string[] } }[] = await (await fetch(`${service.endpoint}/taken`)).json();
  return taken.filter(({ Destination }) => Destination.ToAddresses.includes(address));
}

describe("in a deployment that sends emails", () => {
  it("sends emails of a live tenant with its template, and stores none in the mailbox", async () => {
    const { id, name } = await newTenant("live");
    await withStorage(async (sql) => {
      const mail = tenantMail(sql, deployed, id);
      await mail.enqueue(resetEmail("a", "live@example.com"));
      expect(await mail.receivedEmails({ limit: 10 })).toEqual([]);
      expect(await mail.emails({ limit: 10 })).toMatchObject([{ status: "sent" }]);
    });
    expect(await takenFor("live@example.com")).toMatchObject([
      {
        FromEmailAddress: `"${name}" <auth@example.com>`,
        Content: { Simple: { Body: { Text: { Data: expect.stringContaining(LINK) } } } },
      },
    ]);
  });

  it("stores emails of a test tenant in its mailbox, and never sends them", async () => {
    const { id } = await newTenant("test");
    await withStorage(async (sql) => {
      const mail = tenantMail(sql, deployed, id);
      await mail.enqueue(resetEmail("a", "test@example.com"));
      expect(await mail.receivedEmails({ limit: 10 })).toMatchObject([
        { to: "test@example.com", values: { link: LINK } },
      ]);
    });
    expect(await takenFor("test@example.com")).toEqual([]);
  });

  it("refuses an email with an invalid recipient or without a tenant", async () => {
    const { id } = await newTenant("live");
    await withStorage(async (sql) => {
      const mail = tenantMail(sql, deployed, id);
      for (const to of ["a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "A <a@example.com>"]) {
        await mail.enqueue(resetEmail(to, to));
      }
      await mail.run();
      const emails = await mail.emails({ limit: 10 });
      expect(emails.map(({ status, lastError }) => [status, lastError])).toEqual(
        Array(3).fill(["refused", "bad_address"]),
      );
    });
    await withStorage(async (sql) => {
      const mail = tenantMail(sql, deployed, "ten_nobody");
      await mail.enqueue(resetEmail("a"));
      await mail.run();
      expect(await mail.emails({ limit: 10 })).toMatchObject([{ status: "refused", lastError: "tenant_not_found" }]);
    });
  });
});

it("keeps queued emails through a deployment that lacks a setting", async () => {
  const { id } = await newTenant("live");
  await withStorage(async (sql) => {
    await tenantMail(sql, deployed, id).enqueue(passwordChangedEmail("a"));
    const broken = tenantMail(sql, { ...deployed, EMAIL_FROM: "" } as unknown as Env, id);
    await broken.run();
    expect(await broken.emails({ limit: 1 })).toMatchObject([{ status: "waiting", lastError: "internal_error" }]);
    sql.exec("UPDATE outbox SET due_at = 0");
    const mended = tenantMail(sql, deployed, id);
    await mended.run();
    expect(await mended.emails({ limit: 1 })).toMatchObject([{ status: "sent", attemptCount: 2, lastError: null }]);
  });
});
