import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminLogin, startTestStack, type TestStack } from "../../tools/local/test/test-stack.ts";
import { requestFile } from "../src/graph/graph-file.ts";
import { importTuples } from "../src/graph/import-tuples.ts";
import { connect } from "../src/profile/connection.ts";
import { settingsOf } from "../src/profile/settings.ts";
import { type CommandResult, type TestOptions, testHome, testIo } from "./test-io.ts";

const MODEL = `model
  schema 1.1

type user

type team
  relations
    define member: [user, team#member]

type repo
  relations
    define owner: [user]
    define write: [user, team#member] or owner
`;
const CSV = `subject_type,subject_id,subject_relation,relation,object_type,object_id
team,eng,member,write,repo,api
user,anne,,member,team,eng
`;

let stack: TestStack;
let home: ReturnType<typeof testHome>;
let secretKey: string;

beforeAll(async () => {
  stack = await startTestStack();
  home = testHome();
  await signIn();
  const { out } = await cf("tenants create --slug acme --name Acme --json");
  ({ secretKey } = JSON.parse(out));
});
afterAll(async () => {
  await stack.stop();
  home.remove();
});

/** Runs a command as the admin. */
async function cf(line: string, options: TestOptions = {}): Promise<CommandResult> {
  return await home.run(line.split(" "), options);
}

/** Runs a command as the server of the tenant acme. */
async function acme(line: string, options: TestOptions = {}): Promise<CommandResult> {
  return await cf(line, { ...options, env: { CF_AUTH_URL: stack.url, CF_AUTH_KEY: secretKey } });
}

async function signIn(): Promise<void> {
  const { args, stdin } = adminLogin(stack);
  const result = await cf(args.join(" "), { stdin });
  expect(result).toMatchObject({ code: 0, out: "" });
}

function storedSession() {
  const { profiles } = JSON.parse(readFileSync(home.config, "utf8"));
  const { session, ...profile } = profiles.default;
  return { session: { ...session, record: JSON.parse(session.record) }, profile };
}

describe("sign-in", () => {
  it("stores a session, which later commands use", async () => {
    const { out } = await cf("whoami --json");
    expect(JSON.parse(out)).toMatchObject({ profile: "default", user: { email: stack.tenant.admin.email } });
    expect(readFileSync(home.config, "utf8")).not.toContain(stack.tenant.admin.password);
  });

  it("refuses a wrong password, and leaves the profile as it is", async () => {
    const { email } = stack.tenant.admin;
    const wrong = await cf(`login --email ${email} --password-stdin`, { stdin: "wrong\n" });
    expect(wrong).toMatchObject({ code: 3, out: "" });
    expect(wrong.err).toContain("invalid_credentials");
    expect(await cf("whoami")).toMatchObject({ code: 0 });
  });

  it("refreshes an access token that has expired, and stores the new one", async () => {
    const { session, profile } = storedSession();
    const record = JSON.stringify({ json: { ...session.record.json, at: 0 } });
    const stale = { profiles: { default: { ...profile, session: { ...session, record } } } };
    writeFileSync(home.config, JSON.stringify(stale), { mode: 0o600 });
    expect(await cf("whoami")).toMatchObject({ code: 0 });
    const after = storedSession().session.record.json;
    expect(after.refreshToken).not.toBe(session.record.json.refreshToken);
    expect(after.sid).toBe(session.record.json.sid);
  });

  it("an ended session leads to a new sign-in", async () => {
    expect(await cf("sessions end-all")).toMatchObject({ code: 0 });
    const ended = await cf("tenants list");
    expect(ended).toMatchObject({ code: 3, out: "" });
    expect(ended.err).toContain("Run `cf-auth login`");
    await signIn();
    expect(await cf("tenants list")).toMatchObject({ code: 0 });
  });

  it("stores a key from stdin, and refuses a wrong one", async () => {
    const args = `login --url ${stack.url} --key-stdin --profile server`;
    expect(await cf(args, { stdin: "sk_live_wrong\n" })).toMatchObject({ code: 3 });
    expect(await cf(args, { stdin: `${secretKey}\n` })).toMatchObject({ code: 0 });
    const { out } = await cf("whoami --profile server --json");
    expect(JSON.parse(out)).toMatchObject({ tenant: "acme", key: "sk_live_…" });
  });
});

describe("procedures", () => {
  it("keys: create, rotate, revoke", async () => {
    const created = await acme("keys create --kind restricted --name deploy --scopes authz:read --json");
    expect(created.err).toContain("only this once");
    const { id } = JSON.parse(created.out).apiKey;
    expect(await acme(`keys rotate ${id} --overlap-seconds 60`)).toMatchObject({ code: 0 });
    expect(await acme(`keys revoke ${id}`)).toMatchObject({ code: 0 });
    const { out } = await acme("keys list --status ended --json");
    expect(JSON.parse(out).items).toMatchObject([{ id }]);
  });

  it("users: create, find, ban", async () => {
    const at = "2020-01-31T12:00:00Z";
    const created = await acme(`users create --email anne@acme.example --email-verified --created-at ${at} --json`);
    const { user } = JSON.parse(created.out);
    expect(user).toMatchObject({ emailVerified: true, createdAt: "2020-01-31T12:00:00.000Z" });
    expect(await acme(`users ban ${user.id}`)).toMatchObject({ code: 0 });
    const { out } = await acme("users list --status banned");
    expect(out).toMatch(/^ID +EMAIL/);
    expect(out).toContain("anne@acme.example");
  });

  it("a dry run changes nothing", async () => {
    expect(await cf("tenants suspend --tenant acme --dry-run")).toMatchObject({ code: 0 });
    expect((await cf("tenants get --tenant acme")).out).toMatch(/status +active/);
  });

  it("a list stops at its limit, and continues at its cursor", async () => {
    const first = JSON.parse((await cf("tenants list --limit 1 --json")).out);
    expect(first.items).toHaveLength(1);
    const rest = JSON.parse((await cf(`tenants list --all --cursor ${first.nextCursor} --json`)).out);
    const all = JSON.parse((await cf("tenants list --all --json")).out);
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });

  it("admins see usage and the audit log of a tenant", async () => {
    expect(JSON.parse((await cf("usage overview --json")).out)).toMatchObject({ tenantCount: 2 });
    expect((await cf("audit list --tenant acme --event apiKeys.create")).out).toContain("apiKeys.create");
  });

  it("refusals exit with 3, other errors with 1", async () => {
    expect(await acme("tenants list")).toMatchObject({ code: 3 });
    expect(await cf("tenants create --slug acme --name Again")).toMatchObject({ code: 1 });
  });
});

describe("backups", () => {
  it("create, list, get and restore, which is repeated until it is done", async () => {
    const { id } = JSON.parse((await cf("backups create acme --json")).out);
    const get = async () => JSON.parse((await cf(`backups get acme ${id} --json`)).out);
    await expect.poll(async () => (await get()).status).toBe("done");
    expect((await cf("backups list acme --json")).out).toContain(id);
    const at = new Date().toISOString();
    const restored = await cf(`backups restore acme --at ${at} --json`);
    expect(restored).toMatchObject({ code: 0 });
    expect(JSON.parse(restored.out)).toMatchObject({ done: true, backupId: id, addedUserCount: 0 });
    expect(await cf(`backups restore acme --at 2020-01-01T00:00:00Z`)).toMatchObject({ code: 1, out: "" });
  });

  it("restore-all needs the secret, and an empty deployment", async () => {
    const input = JSON.stringify({ secret: stack.secrets.BOOTSTRAP_SECRET });
    const { code, err } = await cf("backups restore-all --input -", { stdin: input });
    expect([code, err]).toEqual([1, expect.stringContaining("restore_needs_empty")]);
  });
});

describe("permissions", () => {
  const file = (name: string, text: string) => {
    const path = join(home.folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("models: validate, diff, apply, show", async () => {
    const model = file("model.fga", MODEL);
    expect(await acme(`model validate ${model}`)).toMatchObject({ code: 0, out: "valid\n" });
    const bad = file("bad.fga", MODEL.replace("owner: [user]", "owner: [person]"));
    for (const offline of ["", " --offline"]) {
      const result = await acme(`model validate ${bad}${offline}`);
      expect(result).toMatchObject({ code: 1, out: `${bad}:12:20: type person is not defined\n` });
    }
    expect((await acme(`model apply ${model} --dry-run`)).out).toContain("+ relation repo#write\n");
    expect((await acme(`model apply ${model}`)).out).toBe("version 1, 0 ineffective tuples\n");
    expect((await acme(`model diff ${model}`)).out).toBe("no changes\n");
    expect((await acme("model show")).out).toBe(MODEL);
  });

  it("tuples: write, check, explain, list, delete", async () => {
    expect((await acme("write user:anne member team:eng")).out).toMatch(/writtenCount +1/);
    expect((await acme("write", { stdin: CSV })).out).toMatch(/writtenCount +1/);
    const query = "user:anne write repo:api";
    expect((await acme(`check ${query}`)).out).toBe("allowed\n");
    expect((await acme(`explain ${query}`)).out).toContain("└─ user:anne member team:eng\n   └─ tuple:");
    expect((await acme("list objects user:anne write repo")).out).toBe("repo:api\n");
    expect((await acme("list subjects user write repo:api")).out).toBe("user:anne\n");
    expect((await acme("read --object team:eng")).out).toContain("user:anne  member    team:eng");
    expect((await acme("delete", { stdin: CSV })).out).toMatch(/deletedCount +2/);
    expect(await acme(`check ${query} --exit-code`)).toMatchObject({ code: 1, out: "denied\n" });
    expect((await acme(`explain ${query}`)).out).toContain("add user:anne owner repo:api");
  });

  it("import and export are the same bytes", async () => {
    const csv = file("graph.csv", CSV);
    const dry = await acme(`import ${csv} --dry-run --json`);
    expect(JSON.parse(dry.out)).toMatchObject({ addedCount: 2, dryRun: true });
    expect((await acme("export")).out).not.toContain("anne");
    expect(JSON.parse((await acme(`import ${csv} --json`)).out)).toMatchObject({ addedCount: 2, changed: true });
    expect((await acme("export")).out).toBe(CSV);
    const bad = await acme(`import ${file("bad.csv", CSV.replace("anne", ""))}`);
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.err).toContain("  3: ");
  });

  it("model test queries a tenant with the file's tuples", async () => {
    const store = file(
      "store.fga.yaml",
      `model_file: model.fga
tuples: [{ user: "user:bob", relation: owner, object: "repo:notes" }]
tests:
  - check: [{ user: "user:bob", object: "repo:notes", assertions: { write: true } }]
    list_objects: [{ user: "user:anne", type: repo, assertions: { write: ["repo:api"] } }]
`,
    );
    expect((await cf(`model test ${store} --tenant acme`)).out).toBe("2 passed, 0 failed\n");
    // Anne's tuples are stored at the tenant only.
    expect(await cf(`model test ${store}`)).toMatchObject({ code: 1 });
  });

  it("a large graph goes through R2", async () => {
    const io = testIo({ CF_AUTH_URL: stack.url, CF_AUTH_KEY: secretKey, XDG_CONFIG_HOME: home.folder });
    const connection = connect(settingsOf({}, io), io);
    const more = `${CSV}user,zoe,,member,team,eng\n`;
    const imported = await importTuples({ content: new Blob([more]), format: "csv" }, {}, connection, io, 0);
    expect(imported).toMatchObject({ addedCount: 1, removedCount: 0 });
    expect(await (await requestFile(connection, io, { method: "GET" })).text()).toBe(more);
    const invalid = { content: new Blob([more.replace("zoe", "")]), format: "csv" } as const;
    const bad = importTuples(invalid, {}, connection, io, 0);
    await expect(bad).rejects.toMatchObject({ code: "invalid_csv" });
  });

  it("watch prints each change as it happens, until the command is ended", async () => {
    const abort = new AbortController();
    const onOut = (text: string) => {
      if (text.includes("user:rosa")) abort.abort();
    };
    const watching = acme("watch --after 0", { signal: abort.signal, onOut });
    await acme("write user:rosa member team:eng");
    const { code, out } = await watching;
    expect(code).toBe(0);
    expect(out).toContain("+ user:anne member team:eng\n");
    expect(out).toMatch(/\+ user:rosa member team:eng\n$/);
  });

  it("events follow prints each event as it happens", async () => {
    const abort = new AbortController();
    const following = acme("events follow --after 0 --event authz. --json", {
      signal: abort.signal,
      onOut: () => abort.abort(),
    });
    const [line = ""] = (await following).out.split("\n");
    expect(JSON.parse(line)).toMatchObject({ event: "authz.model.put", outcome: "ok" });
  });
});
