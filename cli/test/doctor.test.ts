import { writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { freePort } from "@cf-auth/local/ports";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminLogin, startTestStack, type TestStack } from "../../tools/local/test/test-stack.ts";
import { type CommandResult, type TestOptions, testHome } from "./test-io.ts";

const MODEL = "model\n  schema 1.1\n\ntype user\n\ntype repo\n  relations\n    define read: [user]\n";
const ORIGIN = "https://app.example.com";

let stack: TestStack;
/** A folder where the admin is signed in. */
let home: ReturnType<typeof testHome>;
/** Keys of the tenant acme, which has a model. */
let secretKey: string;
let publishableKey: string;
const servers: Server[] = [];

beforeAll(async () => {
  stack = await startTestStack();
  home = testHome();
  const { args, stdin } = adminLogin(stack);
  expect(await home.run(args, { stdin })).toMatchObject({ code: 0 });
  ({ secretKey, publishableKey } = JSON.parse((await cf("tenants create --slug acme --name Acme --json")).out));
  writeFileSync(join(home.folder, "model.fga"), MODEL);
  expect(await cf(`model apply ${home.folder}/model.fga --tenant acme`)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await stack.stop();
  home.remove();
  for (const server of servers) server.close();
});

async function cf(line: string, options: TestOptions = {}): Promise<CommandResult> {
  return await home.run(line.split(" "), options);
}

/** Names of failed checks with their findings, and the whole report. */
async function doctor(env: Record<string, string> = {}, args = "", options: TestOptions = {}) {
  const { code, out } = await home.run(["doctor", "--json", ...args.split(" ").filter(Boolean)], { env, ...options });
  const { healthy, checks } = JSON.parse(out) as Report;
  const failed = checks.filter(({ status }) => status === "failed");
  expect(code).toBe(healthy ? 0 : 1);
  expect(healthy).toBe(failed.length === 0);
  const findings = failed.flatMap(({ findings }) => findings);
  return { failed: failed.map(({ check }) => check), findings, checks };
}

interface Report {
  readonly healthy: boolean;
  readonly checks: { check: string; status: string; findings: { message: string; fix: string }[] }[];
}

const withKey = (key = secretKey) => ({ CF_AUTH_URL: stack.url, CF_AUTH_KEY: key });

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a healthy stack has no findings", () => {
  it.each([
    ["an admin", {}, ""],
    ["an admin with a tenant", { CF_AUTH_TENANT: "acme" }, ""],
    ["a secret key", "secret", ""],
    ["a publishable key of a page", "publishable", `--origin ${ORIGIN}`],
  ])("with %s", async (_, credentials, args) => {
    const keys = { secret: withKey(), publishable: withKey(publishableKey) };
    const env = typeof credentials === "string" ? keys[credentials as keyof typeof keys] : credentials;
    expect(await doctor(env, args)).toMatchObject({ failed: [], findings: [] });
  });

  it("with a project whose model is applied, also from a folder below", async () => {
    const project = testHome();
    writeFileSync(join(project.folder, "cf-auth.json"), JSON.stringify({ url: stack.url, model: "model.fga" }));
    writeFileSync(join(project.folder, "model.fga"), MODEL.replace("type repo", "# Repositories.\ntype repo"));
    const { failed, checks } = await doctor({ CF_AUTH_URL: stack.url, CF_AUTH_KEY: secretKey }, "", {
      cwd: project.folder,
    });
    expect(failed).toEqual([]);
    expect(checks).toContainEqual({ check: "model-applied", status: "ok", findings: [] });
    project.remove();
  });
});

describe("the way to the service", () => {
  it.each([
    ["dns", async () => "https://auth.nowhere.invalid", "Correct the URL."],
    ["reachable", async () => `http://127.0.0.1:${await freePort()}`, "Start the service"],
    ["tls", async () => stack.url.replace("http:", "https:"), "NODE_EXTRA_CA_CERTS"],
    [
      "redirect",
      async () => await serve((_, response) => response.writeHead(301, { location: `${stack.url}/` }).end()),
      "as URL.",
    ],
    ["service", async () => await serve((_, response) => response.end("<p>Hello</p>")), "Use the URL of the service"],
    ["service", async () => `${stack.url}/trpc`, "without a path"],
    ["url", async () => "auth.example.com", "Correct the URL"],
  ])("%s", async (check, url, fix) => {
    const { failed, findings } = await doctor({ CF_AUTH_URL: await url(), CF_AUTH_KEY: secretKey });
    expect(failed).toEqual([check]);
    expect(findings[0]?.fix).toContain(fix);
  });

  it("a redirect's finding names the URL to use", async () => {
    const url = await serve((_, response) => response.writeHead(308, { location: "https://auth.example.com/x" }).end());
    const { findings } = await doctor({ CF_AUTH_URL: url });
    expect(findings[0]).toMatchObject({ fix: "Use https://auth.example.com as URL." });
  });

  it("issuer: PUBLIC_URL is another than the URL", async () => {
    const env = { CF_AUTH_URL: stack.url.replace("127.0.0.1", "localhost"), CF_AUTH_KEY: secretKey };
    const { failed, findings } = await doctor(env);
    expect(failed).toEqual(["issuer"]);
    expect(findings[0]?.fix).toContain(`Use ${stack.url} as URL`);
  });
});

describe("credentials", () => {
  const created = async (line: string) => JSON.parse((await cf(`${line} --tenant acme --json`)).out);

  it("nobody is signed in", async () => {
    const other = testHome();
    const { code, out } = await other.run(["doctor", "--url", stack.url]);
    expect(code).toBe(1);
    expect(out).toMatch(/^credentials: Nobody is signed in at the service\.\n {2}Run `cf-auth login`/);
    expect(out).toMatch(/\d+ passed, 1 failed, \d+ skipped\n$/);
    other.remove();
  });

  it("a revoked key", async () => {
    const { key, apiKey } = await created("keys create --kind secret --name old");
    await cf(`keys revoke ${apiKey.id} --tenant acme`);
    const { failed, findings } = await doctor(withKey(key));
    expect(failed).toEqual(["credentials"]);
    expect(findings[0]).toMatchObject({ message: expect.stringContaining("key_revoked") });
    expect(findings[0]?.fix).toContain("cf-auth keys create");
  });

  it("a key that is cut off", async () => {
    const { failed, findings } = await doctor(withKey(secretKey.slice(0, -1)));
    expect(failed).toEqual(["credentials"]);
    expect(findings[0]?.fix).toContain("Copy the whole key");
  });

  it("an ended session", async () => {
    const other = testHome();
    const login = adminLogin(stack);
    await other.run(login.args, login);
    await other.run(["sessions", "end-all"]);
    const { code, out } = await other.run(["doctor"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^credentials: .*session.*\n {2}Run `cf-auth login`\.\n/);
    other.remove();
    // All sessions of the admin have ended.
    const again = adminLogin(stack);
    expect(await home.run(again.args, again)).toMatchObject({ code: 0 });
  });

  it("a publishable key, outside of a page", async () => {
    const { failed, findings } = await doctor(withKey(publishableKey));
    expect(failed).toEqual(["key-kind"]);
    expect(findings[0]?.fix).toContain("Use a secret or restricted key");
  });

  it("a secret key in a page", async () => {
    const { failed, findings } = await doctor(withKey(), `--origin ${ORIGIN}`);
    expect(failed).toEqual(["key-kind"]);
    expect(findings[0]?.fix).toContain("rotate it");
  });

  it("a publishable key that doesn't allow the page's origin", async () => {
    const { key } = await created(
      "keys create --kind publishable --name web --allowed-origins https://www.example.com",
    );
    const { failed, findings } = await doctor(withKey(key), `--origin ${ORIGIN}`);
    expect(failed).toEqual(["origin-of-key"]);
    expect(findings[0]?.fix).toContain(`--allowed-origins ${ORIGIN}`);
    expect((await doctor(withKey(key), "--origin https://www.example.com")).failed).toEqual([]);
  });

  it("an origin with a path", async () => {
    const { failed } = await doctor(withKey(publishableKey), `--origin ${ORIGIN}/page`);
    expect(failed).toEqual(["origin"]);
  });

  it("a bootstrap secret that still works, and creates nothing", async () => {
    const env = { BOOTSTRAP_SECRET: stack.secrets.BOOTSTRAP_SECRET };
    const { failed, findings } = await doctor(env);
    expect(failed).toEqual(["bootstrap-secret"]);
    expect(findings[0]?.fix).toContain("remove the secret from the Worker");
    expect((await doctor({ BOOTSTRAP_SECRET: "x".repeat(40) })).failed).toEqual([]);
    expect(JSON.parse((await cf("admins list --json")).out).items).toHaveLength(1);
  });
});

describe("the deployment's secrets", () => {
  const update = async (column: string, value: number, where: string) =>
    await stack.database.prepare(`UPDATE secret_versions SET ${column} = ${value} WHERE ${where}`).run();

  it("that are overdue", async () => {
    await cf("usage secrets");
    await update("first_seen_at", 0, "secret = 'passwordPepper'");
    const { failed, findings } = await doctor({});
    await update("first_seen_at", Date.now(), "secret = 'passwordPepper'");
    expect(failed).toEqual(["secrets"]);
    expect(findings).toEqual([
      {
        message: "The secret pepper is overdue for rotation since 1971-01-01.",
        fix: "Run `cf-auth ops rotate pepper`.",
      },
    ]);
  });

  it("of which stored values need a version that is gone", async () => {
    await stack.database.exec("UPDATE signing_keys SET private_key = 'x' || private_key WHERE state = 'active'");
    const { failed, findings } = await doctor({});
    await stack.database.exec("UPDATE signing_keys SET private_key = substr(private_key, 2) WHERE state = 'active'");
    expect(failed).toContain("secrets");
    expect(findings[0]?.message).toMatch(/stored values need the version xv1 of jwt-secret/);
  });
});

describe("the tenant", () => {
  beforeAll(async () => {
    for (const slug of ["empty", "late", "gone"]) await cf(`tenants create --slug ${slug} --name ${slug}`);
    await cf("tenants suspend --tenant late");
    await cf("tenants delete gone --tenant gone");
  });

  it.each([
    ["nothing", "cf-auth tenants list"],
    ["late", "cf-auth tenants resume"],
    ["gone", "cf-auth tenants restore"],
  ])("%s", async (CF_AUTH_TENANT, fix) => {
    const { failed, findings } = await doctor({ CF_AUTH_TENANT });
    expect(failed).toEqual(["tenant"]);
    expect(findings[0]?.fix).toContain(fix);
  });

  it("is another one than that of the key", async () => {
    const { failed, findings } = await doctor({ ...withKey(), CF_AUTH_TENANT: "empty" });
    expect(failed).toEqual(["tenant"]);
    expect(findings[0]?.message).toContain("another tenant than empty");
  });

  it("has no model", async () => {
    const { failed, findings } = await doctor({ CF_AUTH_TENANT: "empty" });
    expect(failed).toEqual(["model"]);
    expect(findings[0]?.fix).toBe("Apply one with `cf-auth model apply model.fga`.");
  });
});

describe("the project", () => {
  const inProject = async (fields: object, model?: string) => {
    const project = testHome();
    writeFileSync(join(project.folder, "cf-auth.json"), JSON.stringify(fields));
    if (model !== undefined) writeFileSync(join(project.folder, "model.fga"), model);
    const result = await doctor(withKey(), "", { cwd: project.folder });
    project.remove();
    return result;
  };

  it.each([
    ["project-file", { key: "sk_live_x" }, undefined, "Secrets belong into the environment"],
    ["project-file", { model: "model.fga" }, undefined, "Correct `model` in the file"],
    ["model-file", { model: "model.fga" }, MODEL.replace("[user]", "[person]"), "cf-auth model validate --offline"],
    ["model-applied", { model: "model.fga" }, MODEL.replace("read", "write"), "cf-auth model diff model.fga"],
  ])("%s %o", async (check, fields, model, fix) => {
    const { failed, findings } = await inProject(fields, model);
    expect(failed).toEqual([check]);
    expect(findings[0]?.fix).toContain(fix);
  });
});
