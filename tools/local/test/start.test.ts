import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@cf-auth/client";
import { afterAll, afterEach, expect, it } from "vitest";
import { ROOT } from "../src/paths.ts";
import { query } from "../src/query.ts";
import { Process } from "./process.ts";
import { copySeededState, seededTenant } from "./test-stack.ts";

const state = mkdtempSync(join(tmpdir(), "cf-auth-start-"));
const running: Process[] = [];

function start(...args: string[]): Process {
  const process = new Process("tools/local/src/start.ts", args);
  running.push(process);
  return process;
}

afterEach(async () => {
  for (const process of running.splice(0)) await process.kill();
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

it("seeds an empty state, ends cleanly on Ctrl-C, and keeps its state for the next run", async () => {
  const first = start("--port", "0", "--state", state);
  const url = await first.says(/listens on (\S+)/);
  const mailbox = await first.says(/emails\s+(\S+\/dev\/mailbox):/);
  const key = await first.says(/publishable key\s+(pk_live_\S+)/);
  expect(await (await fetch(`${mailbox}.json`)).json()).toMatchObject({
    items: [{ tenant: { slug: "platform" }, kind: "security_changed" }],
  });
  expect(await (await fetch(mailbox)).text()).toContain("No emails yet");
  await first.says(/Where to look next: (docs\/\S+\.md)/);
  const { secretKey } = JSON.parse(readFileSync(join(state, "local.json"), "utf8"));
  const person = { email: "anne@example.com", password: "an unlikely sentence" };
  await createClient({ url, key }).auth.register(person);
  const common = createClient({ url, key }).auth.register({ ...person, password: "Password123456789" });
  await expect(common).rejects.toMatchObject({ code: "weak_password", details: { rule: "common" } });
  expect(await createClient({ url, key: secretKey }).authz.graph.stats()).toMatchObject({ tupleCount: 7624 });
  const third = start("--port", "0", "--state", state);
  expect(await third.end()).toBe(1);
  expect(third.stderr).toContain(`The state folder ${state} is in use by process ${first.child.pid}.`);
  expect(await first.signal("SIGINT")).toBe(0);
  expect(first.stdout).toContain("Stopped; the state is kept.");

  const second = start("--port", "0", "--state", state);
  const restartedUrl = await second.says(/listens on (\S+)/);
  expect(await second.says(/publishable key\s+(pk_live_\S+)/)).toBe(key);
  expect((await createClient({ url: restartedUrl, key }).auth.login(person)).user.email).toBe(person.email);
  expect(await createClient({ url: restartedUrl, key: secretKey }).authz.graph.stats()).toMatchObject({
    tupleCount: 7624,
  });
  expect(await second.signal("SIGTERM")).toBe(0);
});

it("lets npm run query read D1 and a tenant's objects, and follow a request through them", () => {
  const [created] = query(state, ["d1", "SELECT request_id AS id FROM audit_events WHERE event = 'authz.model.put'"]);
  const [record, event, revision, ...more] = query(state, ["request", `${created?.id}`]);
  expect(record).toMatchObject({ in: "worker.log", message: "Request.", procedure: "authz.model.put", outcome: "ok" });
  expect(event).toMatchObject({ in: "audit_events", event: "authz.model.put", outcome: "ok" });
  expect(revision).toMatchObject({ in: "revisions", revision: 1, kind: "model" });
  expect(more).toEqual([]);
  const counted = query(state, ["graph", "kubernetes", "SELECT count(*) AS models FROM models"]);
  expect(counted).toEqual([{ models: 1 }]);
  const tables = query(state, ["state", `${event?.tenant_id}`]).map(({ name }) => name);
  expect(tables).toContain("audit_links");
});

it("applies each migration once, and records it as wrangler does", () => {
  const files = readdirSync(join(ROOT, "drizzle/migrations")).filter((name) => name.endsWith(".sql"));
  const applied = query(state, ["d1", "SELECT name FROM d1_migrations ORDER BY id"]);
  expect(applied.map(({ name }) => name)).toEqual(files.sort());
});

it("lets npm run query change nothing, and says what is missing", () => {
  expect(() => query(state, ["d1", "DELETE FROM users"])).toThrow("readonly");
  expect(() => query(state, ["graph", "nobody"])).toThrow('There is no tenant "nobody".');
  expect(() => query(state, ["kv"])).toThrow('"kv" is no database. Write request, d1, graph or state.');
  expect(() => query(join(state, "none"), ["d1"])).toThrow("Run npm start once.");
});

it("takes over the state of a run that was killed", async () => {
  const killed = start("--port", "0", "--state", state);
  await killed.says(/listens on (\S+)/);
  await killed.kill();
  const next = start("--port", "0", "--state", state);
  await next.says(/listens on (\S+)/);
  expect(await next.signal("SIGINT")).toBe(0);
});

it("keeps its secrets to the owner, and makes others for another state", async () => {
  const mode = (name: string) => statSync(join(state, name)).mode & 0o777;
  expect([mode("secrets.json"), mode("local.json")]).toEqual([0o600, 0o600]);
  const other = mkdtempSync(join(tmpdir(), "cf-auth-start-"));
  const process = start("--port", "0", "--state", other, "--no-seed");
  const url = await process.says(/listens on (\S+)/);
  await process.says(/Nothing was seeded/);
  const secrets = (folder: string) => JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8"));
  expect(secrets(other).JWT_SECRET).not.toBe(secrets(state).JWT_SECRET);
  await expect(createClient({ url, tenant: "kubernetes" }).auth.refresh({ refreshToken: "x" })).rejects.toMatchObject({
    code: "tenant_not_found",
  });
  rmSync(other, { recursive: true, force: true });
});

it("runs the Worker again when its source changes, on the same port and state", async () => {
  const seeded = copySeededState();
  const dev = start("--reload", "--port", "0", "--state", seeded);
  const url = await dev.says(/listens on (\S+)/);
  const slug = async () => (await createClient({ url, key: seededTenant(seeded).secretKey }).tenants.get()).slug;
  expect(await slug()).toBe("kubernetes");
  const now = new Date();
  utimesSync(join(ROOT, "server/src/worker.ts"), now, now);
  await dev.says(/Reloaded in/);
  expect(await slug()).toBe("kubernetes");
  expect(await dev.signal("SIGINT")).toBe(0);
  rmSync(seeded, { recursive: true, force: true });
});

it("says what is wrong with its arguments and starts nothing", async () => {
  const wrong = start("--port", "http");
  expect(await wrong.end()).toBe(1);
  expect(wrong.stderr).toContain("--port http is no port.");
  const unknown = start("--prot", "1");
  expect(await unknown.end()).toBe(1);
  for (const host of ["acme.example.com", "localhost", "Acme.localhost", "a_b.localhost"]) {
    const refused = start("--host", host);
    expect(await refused.end()).toBe(1);
    expect(refused.stderr).toContain(`--host ${host} is no name under localhost.`);
  }
  const unseeded = start("--host", "acme.localhost", "--no-seed");
  expect(await unseeded.end()).toBe(1);
  expect(unseeded.stderr).toContain("--host is for the demo tenant");
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const { port } = blocker.address() as { port: number };
  const taken = start("--port", `${port}`, "--state", state);
  expect(await taken.end()).toBe(1);
  expect(taken.stderr).toContain(`Port ${port} is taken. Choose another with --port.`);
  blocker.close();
});

it("explains itself", async () => {
  const help = start("--help");
  expect(await help.end()).toBe(0);
  for (const option of ["--port", "--state", "--host", "--no-seed", "--reload"]) expect(help.stdout).toContain(option);
});
