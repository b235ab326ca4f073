import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { backUpAll, emailOf, keepChanges, loseEverythingButFiles, newWorld } from "../../test/backups.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { enrol, missingOf } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { authenticatorWith, invalidPasskey, registerPasskey, signInWithPasskey } from "../../test/passkeys.ts";
import type { World } from "../../test/world.ts";

const secret = env.BOOTSTRAP_SECRET;

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

async function restore(): Promise<void> {
  for (let done = false; !done; ) ({ done } = await clientFor().backups.restoreAll.mutate({ secret }));
}

/** Writes what has changed since the backup, and restores everything from it. */
async function loseAndRestore(): Promise<void> {
  await keepChanges();
  await loseEverythingButFiles();
  await restore();
}

/** A person of the tenant, who signs in with a password. */
async function person(name: string) {
  const { browser } = world.acme;
  await browser.auth.register.mutate(emailOf(name));
  const login = async () => await browser.auth.login.mutate(emailOf(name));
  const { accessToken, user } = await login();
  return {
    login,
    id: user.id,
    auth: clientFor({ token: accessToken }).auth,
    client: clientFor({ token: accessToken }),
  };
}

const rowsOf = async (table: string, userId: string) =>
  await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE user_id = ?`).bind(userId).first<number>("n");

describe("a restore of everything", () => {
  it("doesn't bring back factors that were removed after the backup", async () => {
    const { auth, client, login, id } = await person("anne");
    const authenticator = authenticatorWith();
    const { passkey } = await registerPasskey(client, authenticator);
    await enrol(client);
    await backUpAll();
    await auth.factors.totp.remove.mutate();
    await auth.passkeys.remove.mutate({ id: passkey.id });
    await loseAndRestore();
    expect(await errorOf(signInWithPasskey(world.acme.browser, authenticator))).toMatchObject(
      invalidPasskey("unknown"),
    );
    for (const table of ["totp_factors", "passkeys", "backup_codes"]) expect(await rowsOf(table, id), table).toBe(0);
    await login();
  });

  it("has factors that were added after the backup, with which their owner signs in", async () => {
    const { client, login } = await person("bob");
    await backUpAll();
    const authenticator = authenticatorWith();
    await registerPasskey(client, authenticator);
    const { app } = await enrol(client);
    await loseAndRestore();
    const { signInToken, methods, enroll } = await missingOf(login());
    expect([methods, enroll]).toEqual([["totp", "passkey", "backup_code"], []]);
    // The step after that of the enrolment, since each works once.
    await world.acme.browser.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code(1) });
    await signInWithPasskey(world.acme.browser, authenticator);
  });

  it("accepts no backup code that was used after the backup", async () => {
    const { client, login } = await person("carl");
    const { backupCodes } = await enrol(client);
    await backUpAll();
    const use = async (code = "") => {
      const { signInToken } = await missingOf(login());
      await world.acme.browser.auth.stepUp.mutate({ signInToken, method: "backup_code", code });
    };
    await use(backupCodes[0]);
    await loseAndRestore();
    expect(await errorOf(use(backupCodes[0]))).toMatchObject({ code: "factor_invalid" });
    await use(backupCodes[1]);
  });

  it("keeps a factor that an administrator has required, and no reset that was taken back", async () => {
    const { client, login, id } = await person("dora");
    const { backupCodes } = await enrol(client);
    const server = world.acme.client;
    await server.users.factors.requestReset.mutate({ id });
    await backUpAll();
    const { signInToken } = await missingOf(login());
    const shown = { signInToken, method: "backup_code", code: backupCodes[0] ?? "" } as const;
    await world.acme.browser.auth.stepUp.mutate(shown);
    await server.users.update.mutate({ id, secondFactorRequired: true });
    await loseAndRestore();
    const query = "SELECT factors_reset_at AS reset, second_factor_required AS required FROM users WHERE id = ?";
    // A backup code that was shown takes the request back.
    expect(await env.DB.prepare(query).bind(id).first()).toEqual({ reset: null, required: 1 });
  });

  it("comes to its end where a user with factors was purged after the backup", async () => {
    const { client, id } = await person("eve");
    await registerPasskey(client, authenticatorWith());
    await enrol(client);
    await backUpAll();
    const tables = ["sessions", "verification_tokens", "accounts", "totp_factors", "passkeys", "backup_codes"];
    for (const table of tables) await env.DB.prepare(`DELETE FROM ${table} WHERE user_id = ?`).bind(id).run();
    await env.DB.prepare("DELETE FROM users WHERE id = ?").bind(id).run();
    await loseAndRestore();
    expect(await env.DB.prepare("SELECT 1 FROM users WHERE id = ?").bind(id).first()).toBeNull();
  });

  it("keeps identity providers and domains as they were after the backup", async () => {
    const { tenant } = world.acme;
    const insert = `INSERT INTO identity_providers (id, tenant_id, kind, preset, slug, name, issuer, client_id, enabled, created_at, updated_at)
      VALUES (?1, ?2, 'enterprise', 'oidc', ?1, ?1, 'https://login.partner.dev', 'client', 1, 0, 0)`;
    const add = async (id: string) => await env.DB.prepare(insert).bind(id, tenant.id).run();
    const server = world.acme.client;
    for (const id of ["idp_disabled", "idp_deleted"]) await add(id);
    await server.emailDomains.add.mutate({ domain: "removed.com", providerId: "idp_deleted" });
    await server.emailDomains.add.mutate({ domain: "stays.com", providerId: "idp_disabled" });
    await backUpAll();
    await server.providers.update.mutate({ id: "idp_disabled", enabled: false });
    await server.emailDomains.remove.mutate({ domain: "removed.com" });
    await server.providers.delete.mutate({ id: "idp_deleted" });
    await add("idp_added");
    await loseAndRestore();
    const { items } = await server.providers.list.query({});
    expect(items.map(({ id, enabled }) => [id, enabled])).toEqual([
      ["idp_added", true],
      ["idp_disabled", false],
    ]);
    const domains = (await server.emailDomains.list.query({})).items;
    expect(domains.map(({ domain, providerId }) => [domain, providerId])).toEqual([["stays.com", "idp_disabled"]]);
  });
});

describe("a restore of one tenant", () => {
  it("has the factors of users who were lost", async () => {
    const { client, login, id } = await person("fred");
    const { backupCodes } = await enrol(client);
    const authenticator = authenticatorWith();
    await registerPasskey(client, authenticator);
    await backUpAll();
    const tables = ["sessions", "verification_tokens", "accounts", "totp_factors", "passkeys", "backup_codes"];
    for (const table of tables) await env.DB.prepare(`DELETE FROM ${table} WHERE user_id = ?`).bind(id).run();
    // A loss that nothing has noted.
    await env.DB.prepare("DELETE FROM users WHERE id = ?").bind(id).run();
    await env.DB.prepare("DELETE FROM changed_rows").run();
    const { clientFor: later } = isolate(new MovedClock());
    const admin = later({ token: world.token });
    const request = { tenant: "acme", at: new Date(), restores: ["users" as const] };
    for (let done = false; !done; ) ({ done } = await admin.backups.restore.mutate(request));
    const { signInToken } = await missingOf(login());
    const shown = { signInToken, method: "backup_code", code: backupCodes[0] ?? "" } as const;
    await world.acme.browser.auth.stepUp.mutate(shown);
    await signInWithPasskey(world.acme.browser, authenticator);
  });
});
