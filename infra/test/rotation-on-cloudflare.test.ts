import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import { freePort } from "@cf-auth/local/ports";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RotateOptions } from "../src/rotation/arguments.ts";
import { rotateBootstrap } from "../src/rotation/bootstrap-rotation.ts";
import { rotateKeyring } from "../src/rotation/keyring-rotation.ts";
import { Service } from "../src/rotation/service.ts";
import { cloudflareStoreOf } from "../src/rotation/stores/cloudflare-store.ts";
import { readArguments } from "../src/without-pulumi/arguments.ts";
import { deploy } from "../src/without-pulumi/deploy.ts";
import { Cloud, TOKEN } from "./cloud/cloud.ts";

const ACCOUNT = "a".repeat(32);
const ADMIN = { email: "root@example.com", password: "a perfectly good sentence" };
const PLAIN: RotateOptions = { step: undefined, undo: false, dryRun: false, resume: false, forceReset: false };
const DAY_MS = 24 * 60 * 60 * 1000;

/** A deployment and several changes of its secrets, each of which restarts workerd. */
describe.runIf(process.env.LONG_TESTS === "1")("a deployment without Pulumi", () => {
  let cloud: Cloud;
  let scratch: string;
  let aheadMs = 0;
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "cf-auth-rotation-"));
    cloud = new Cloud(ACCOUNT, "auth.example.com", await freePort());
    await cloud.start();
    stub();
    const args = ["staging", "--domain", "auth.example.com", "--secrets-file", join(scratch, "secrets.json")];
    const options = readArguments(args, { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_ACCOUNT_ID: ACCOUNT });
    if (options === "help") throw new Error("These are no arguments for help.");
    const reach = () => cloud.url;
    const build = async () => {};
    await deploy(options, { log: () => {}, build, firstAdmin: async () => ADMIN, reach, timeoutSeconds: 10 });
  });
  beforeEach(stub);
  afterAll(async () => {
    await cloud.stop();
    rmSync(scratch, { recursive: true });
  });

  function stub(): void {
    vi.stubEnv("CLOUDFLARE_API_TOKEN", TOKEN);
    vi.stubEnv("CLOUDFLARE_API_BASE_URL", cloud.api.url);
    vi.stubEnv("CLOUDFLARE_BASE_URL", cloud.api.url);
  }

  async function deps() {
    const accessToken = await signInPlatformAdmin(sdk, cloud.url, ADMIN);
    const service = new Service({ CF_AUTH_URL: cloud.url, CF_AUTH_TOKEN: accessToken });
    const store = { ...cloudflareStoreOf(ACCOUNT, "staging"), rolloutSeconds: 0 };
    return { service, store, timeoutSeconds: 20, now: () => new Date(Date.now() + aheadMs), log: () => {} };
  }

  const secrets = () =>
    Object.fromEntries(
      (cloud.present?.bindings ?? [])
        .filter(({ type }) => type === "secret_text")
        .map(({ name, text }) => [name, text]),
    );

  it("gets another version of the pepper, although Cloudflare returns no secret", async () => {
    const before = secrets().PASSWORD_PEPPER;
    const run = await rotateKeyring("pepper", PLAIN, await deps());
    expect(run).toMatchObject({ done: [{ step: "add" }, { step: "deploy", version: "v2" }], next: { step: "retire" } });
    expect(secrets()).toMatchObject({
      PASSWORD_PEPPER: before,
      PASSWORD_PEPPER_V2: expect.stringMatching(/^v2:/),
      PASSWORD_PEPPER_NEWEST: "v2",
    });
    // The admin's sign-in moves the only hash.
    expect(await rotateKeyring("pepper", PLAIN, await deps())).toMatchObject({
      done: [{ step: "retire", version: "v1" }],
    });
    expect(secrets().PASSWORD_PEPPER).toBe("PASSWORD_PEPPER_V2");
    expect(await signInPlatformAdmin(sdk, cloud.url, ADMIN)).toMatch(/^eyJ/);
  });

  it("rotates and undoes the version after that one", async () => {
    await rotateKeyring("pepper", PLAIN, await deps());
    expect(secrets().PASSWORD_PEPPER_NEWEST).toBe("v3");
    const undo = { ...PLAIN, undo: true };
    expect(await rotateKeyring("pepper", undo, await deps())).toMatchObject({
      done: [{ step: "deploy", version: "v2" }],
    });
    expect(await rotateKeyring("pepper", undo, await deps())).toMatchObject({
      done: [{ step: "retire", version: "v3" }],
    });
    expect(secrets()).not.toHaveProperty("PASSWORD_PEPPER_V3");
  });

  it("retires a version of JWT_SECRET once its day is over", async () => {
    expect(await rotateKeyring("jwt-secret", PLAIN, await deps())).toMatchObject({ next: { step: "re-encrypt" } });
    const database = await cloud.database();
    // As the schedule leaves them: it isn't run here.
    await database.prepare("DELETE FROM signing_keys").run();
    expect(await rotateKeyring("jwt-secret", PLAIN, await deps())).toMatchObject({ next: { step: "retire" } });
    aheadMs = DAY_MS;
    const { service, ...rest } = await deps();
    await (await cloud.database()).prepare("UPDATE sessions SET rotated_at = rotated_at + 60000").run();
    expect(await rotateKeyring("jwt-secret", PLAIN, { service, ...rest })).toMatchObject({
      done: [{ step: "retire" }],
    });
    expect(secrets().JWT_SECRET).toBe("JWT_SECRET_V2");
  });

  it("loses a bootstrap secret that a run left behind, and names what a token lacks", async () => {
    const { store, ...rest } = await deps();
    await store.put("BOOTSTRAP_SECRET", "b".repeat(40));
    expect(await rotateBootstrap(PLAIN, { store, ...rest })).toMatchObject({ done: [{ step: "retire" }] });
    expect(secrets()).not.toHaveProperty("BOOTSTRAP_SECRET");
    cloud.denied.set("/secrets", 10_000);
    const failure = rotateKeyring("jwt-secret", { ...PLAIN, step: "add" }, await deps());
    await expect(failure).rejects.toThrow("Workers Scripts (edit)");
    cloud.denied.clear();
  });
});
