import { createClient } from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_SECONDS } from "../../tools/local/test/test-stack.ts";
import { type RotationStack, startLoad, startRotationStack } from "./rotation-stack.ts";

/** The others run with `npm run test:long`: each takes some replacements of workerd, of more than a second each. */
const long = process.env.LONG_TESTS === "1";

const DAY_MS = 24 * 60 * 60 * 1000;
const PASSWORD = "an unlikely sentence";
const people = ["anne", "bob"].map((name) => ({ email: `${name}@example.com`, password: PASSWORD }));

let stack: RotationStack;
beforeAll(async () => {
  stack = await startRotationStack();
  for (const person of people) await stack.server.auth.register(person);
});
afterAll(async () => await stack.stop());

/** Lets the deployment of the newest version seem older, as after a wait. */
async function pass(milliseconds: number): Promise<void> {
  await stack.database.prepare(`UPDATE secret_versions SET newest_since = newest_since - ${milliseconds}`).run();
}

/** The versions that signing keys are encrypted with. */
async function keyVersions(): Promise<unknown[]> {
  const query = "SELECT DISTINCT substr(private_key, 1, instr(private_key, '.') - 1) AS version FROM signing_keys";
  return (await stack.database.prepare(query).all()).results.map(({ version }) => version);
}

const hashesWith = async (version: string) =>
  await stack.database.prepare(`SELECT count(*) AS n FROM accounts WHERE instr(secret, 'keyid=${version}')`).first("n");

/** Opens a WebSocket to the stack, through the listener in front of it. */
async function openWebSocket(): Promise<void> {
  const { ticket } = await stack.server.events.ticket({});
  const socket = new WebSocket(`${stack.url.replace("http", "ws")}/events`, ["cf-auth.events", ticket]);
  await new Promise((open, fail) => {
    socket.addEventListener("open", open);
    socket.addEventListener("error", fail);
  });
  socket.close();
}

describe("the rotation of JWT_SECRET", () => {
  it("fails no request: a process adds, another one is stopped, others continue to the end", async () => {
    const load = startLoad(stack, people);
    await load.goesOn();
    const added = await stack.rotate("jwt-secret --step add");
    expect(added).toMatchObject({ done: [{ step: "add", version: "v2" }], next: { step: "deploy", version: "v2" } });
    // Known to all instances, used by none.
    expect(stack.ids("JWT_SECRET")).toEqual(["v1", "v2"]);
    expect(await stack.status("jwt-secret")).toMatchObject({ state: "in progress", versions: ["v1", "v2"] });
    await load.goesOn();
    // The process ends as soon as it has changed the store.
    const abort = new AbortController();
    const stopped = stack.cf(`ops rotate jwt-secret --state ${stack.state}`, { signal: abort.signal });
    while (stack.ids("JWT_SECRET")[0] === "v1") await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await stopped;
    await load.goesOn();
    expect(await stack.rotate("jwt-secret")).toMatchObject({ next: { step: "re-encrypt", version: "v1" } });
    expect(await stack.refusal("jwt-secret --step retire")).toBe("step_not_next");
    await stack.runSchedule();
    expect(await keyVersions()).toEqual(["v2"]);
    const waiting = await stack.rotate("jwt-secret");
    expect(waiting).toMatchObject({ done: [], next: { step: "retire", version: "v1", at: expect.any(String) } });
    expect(await stack.refusal("jwt-secret --step retire")).toBe("step_blocked");
    await load.goesOn();
    await pass(DAY_MS);
    // Refresh tokens from before the rotation: of the seeding, and of the administrator's sign-in.
    await stack.database.prepare("UPDATE sessions SET rotated_at = rotated_at + 60000").run();
    expect(await stack.rotate("jwt-secret")).toMatchObject({ done: [{ step: "retire", version: "v1" }] });
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
    await openWebSocket();
    expect(stack.ids("JWT_SECRET")).toEqual(["v2"]);
    expect(await stack.status("jwt-secret")).toMatchObject({ state: "idle", versions: ["v2"] });
  });

  it.runIf(long)("is undone after the new version was in use: the old one encrypts again", async () => {
    const before = stack.secrets().JWT_SECRET;
    await stack.rotate("jwt-secret");
    await stack.runSchedule();
    expect(await keyVersions()).toEqual(["v3"]);
    const load = startLoad(stack, people);
    await load.goesOn();
    expect(await stack.rotate("jwt-secret --undo")).toMatchObject({
      done: [{ step: "deploy", version: "v2" }],
      next: { step: "re-encrypt", version: "v3" },
    });
    await stack.runSchedule();
    expect(await keyVersions()).toEqual(["v2"]);
    await pass(DAY_MS);
    await stack.database.prepare("UPDATE sessions SET rotated_at = rotated_at + 60000").run();
    expect(await stack.rotate("jwt-secret --undo")).toMatchObject({ done: [{ step: "retire", version: "v3" }] });
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
    expect(stack.secrets().JWT_SECRET).toBe(before);
    expect(await stack.refusal("jwt-secret --undo")).toBe("nothing_to_undo");
  });

  it.runIf(long)("is undone at once after it was only added, and a dry run changes nothing", async () => {
    const before = stack.secrets().JWT_SECRET;
    expect(await stack.rotate("jwt-secret --dry-run")).toMatchObject({ done: [], next: { step: "add" } });
    expect(stack.secrets().JWT_SECRET).toBe(before);
    await stack.rotate("jwt-secret --step add");
    expect(await stack.rotate("jwt-secret --undo")).toMatchObject({ done: [{ step: "retire", version: "v3" }] });
    expect(stack.secrets().JWT_SECRET).toBe(before);
  });
});

describe.runIf(long)("the rotation of the pepper", () => {
  it("fails no request, and refuses to retire a version that hashes need", async () => {
    const load = startLoad(stack, people.slice(0, 1));
    await stack.rotate("pepper --step add");
    expect(await stack.rotate("pepper")).toMatchObject({ done: [{ step: "deploy", version: "v2" }] });
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
    const { next } = await stack.rotate("pepper");
    // The administrator and Bob haven't signed in since.
    expect(next).toMatchObject({
      step: "retire",
      version: "p1",
      blockers: [expect.stringContaining("2 password hashes")],
    });
    expect(await stack.refusal("pepper --step retire")).toBe("step_blocked");
    expect(await hashesWith("v2")).toBe(1);
    expect(stack.ids("PASSWORD_PEPPER")).toEqual(["v2", "p1"]);
  });

  it("is undone under load: hashes move back, and the new version goes when none needs it", async () => {
    const load = startLoad(stack, people);
    await load.goesOn();
    expect(await stack.rotate("pepper --undo")).toMatchObject({ done: [{ step: "deploy", version: "p1" }] });
    expect(stack.ids("PASSWORD_PEPPER")).toEqual(["p1", "v2"]);
    // Both people sign in by turns.
    for (let turn = 0; turn < 3; turn++) await load.goesOn();
    expect(await stack.rotate("pepper --undo")).toMatchObject({ done: [{ step: "retire", version: "v2" }] });
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
    expect(stack.ids("PASSWORD_PEPPER")).toEqual(["p1"]);
  });

  it("ends with --force-reset: the passwords that still need the old version are reset", async () => {
    const load = startLoad(stack, people.slice(0, 1));
    await stack.rotate("pepper");
    const { admin } = stack.tenant;
    await createClient({ url: stack.url, tenant: "platform", timeoutSeconds: PATIENCE_SECONDS }).auth.login(admin);
    for (let turn = 0; turn < 2; turn++) await load.goesOn();
    expect(await stack.rotate("pepper --force-reset")).toMatchObject({ done: [{ step: "retire", version: "p1" }] });
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
    expect([await hashesWith("p1"), await hashesWith("v2")]).toEqual([0, 2]);
    const [anne, bob] = people;
    expect((await stack.server.auth.login(anne ?? { email: "", password: "" })).user.email).toBe(anne?.email);
    await expect(stack.server.auth.login(bob ?? { email: "", password: "" })).rejects.toMatchObject({
      code: "invalid_credentials",
    });
  });
});

describe("the rotation of signing keys", () => {
  it("continues where it was stopped, leaves tenants out that are done, and is undone", async () => {
    const active = async () =>
      (await stack.server.auth.keys.list()).keys.find(({ status }) => status === "active")?.kid;
    await stack.runSchedule();
    // Published long enough to sign.
    await stack.database.prepare("UPDATE signing_keys SET state_since = 0 WHERE state = 'next'").run();
    const before = await active();
    const load = startLoad(stack, people.slice(0, 1));
    const { slug } = stack.tenant;
    expect(await stack.rotate(`signing-keys --tenant=${slug}`)).toMatchObject({ done: [{ version: slug }] });
    const after = await active();
    expect(after).not.toBe(before);
    expect(await stack.rotate("signing-keys")).toMatchObject({ done: [{ version: "platform" }] });
    expect(await active()).toBe(after);
    const undone = await stack.rotate("signing-keys --undo");
    expect(undone.done.map(({ version }) => version).sort()).toEqual([slug, "platform"].sort());
    expect(await active()).toBe(before);
    expect(await stack.refusal("signing-keys --undo")).toBe("nothing_to_undo");
    await load.goesOn();
    expect(await load.stop()).toEqual([]);
  });
});

describe.runIf(long)("the rotation of the bootstrap secret", () => {
  it("removes it, and brings a new one when it is undone", async () => {
    const before = stack.secrets().BOOTSTRAP_SECRET;
    const accepts = async (secret = "") => {
      const request = { secret, email: "root@example.com", password: "x" };
      return await stack.server.platform.bootstrap(request).catch(({ code }) => code === "weak_password");
    };
    expect(await accepts(before)).toBe(true);
    expect(await stack.rotate("bootstrap")).toMatchObject({ done: [{ step: "retire" }] });
    expect(await accepts(before)).toBe(false);
    expect(await stack.rotate("bootstrap")).toMatchObject({ done: [] });
    expect(await stack.rotate("bootstrap --undo")).toMatchObject({ done: [{ step: "add" }] });
    const next = stack.secrets().BOOTSTRAP_SECRET;
    expect(next).not.toBe(before);
    expect(await accepts(next)).toBe(true);
    await stack.rotate("bootstrap");
    expect(stack.secrets().BOOTSTRAP_SECRET).toBe("");
  });
});

describe("a rotation that can't be done", () => {
  it.each([
    ["an unknown secret", "nothing", "usage"],
    ["an unknown step", "jwt-secret --step undo", "usage"],
    ["--force-reset for another secret", "jwt-secret --force-reset", "usage"],
    ["the mailer's key of a deployment that has none", "mail", "no_mail_key"],
    ["a store of Pulumi without its token", "jwt-secret --store pulumi", "usage"],
  ])("names its fix and changes nothing: %s", async (_, line, code) => {
    const before = stack.secrets();
    expect(await stack.refusal(line)).toBe(code);
    expect(stack.secrets()).toEqual(before);
  });

  it("names another deployment's stack or state", async () => {
    const env = { CF_AUTH_URL: stack.url, CF_AUTH_KEY: "unused", PULUMI_ACCESS_TOKEN: "unused" };
    expect(await stack.refusal("jwt-secret --store pulumi --stack staging", { env })).toBe("store_mismatch");
    expect(await stack.refusal("jwt-secret --state /nowhere")).toBe("store_missing");
  });

  it("refuses a caller who is no admin", async () => {
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: "/",
      CF_AUTH_URL: stack.url,
      CF_AUTH_KEY: stack.tenant.secretKey,
    };
    expect(await stack.refusal("jwt-secret", { env })).toBe("forbidden");
  });
});
