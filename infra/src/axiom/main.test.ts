import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "@cf-auth/local/ports";
import { describe, expect, it } from "vitest";
import { type AxiomServer, startAxiom, TOKEN } from "../../test/axiom/server.ts";
import { MONITORS } from "../monitoring/monitors.ts";
import { axiom } from "./main.ts";

const PAGE = "--page On-call";

/** Runs the command without waiting in its pauses, which are returned. */
async function run(args: string, server: Pick<AxiomServer, "url">, env: NodeJS.ProcessEnv = {}) {
  const output = { stdout: "", stderr: "" };
  const pauses: number[] = [];
  const sink = (name: keyof typeof output) => ({
    write: (text: string) => {
      output[name] += text;
    },
  });
  const streams = { stdout: sink("stdout"), stderr: sink("stderr") };
  const settings = { AXIOM_TOKEN: TOKEN, AXIOM_URL: server.url, ...env };
  const code = await axiom(args.split(" "), streams, settings, async (milliseconds) => void pauses.push(milliseconds));
  expect(output.stdout + output.stderr).not.toContain(TOKEN);
  return { code, ...output, pauses };
}

/** Requests other than reading, since the last call. */
function changesOf({ log }: AxiomServer): string[] {
  return log.splice(0).filter((request) => !request.startsWith("GET "));
}

describe("axiom apply", () => {
  it("creates datasets, monitors and a dashboard, and changes nothing the second time", async () => {
    await using server = await startAxiom();
    const first = await run(`apply staging ${PAGE} --ticket Team`, server);
    expect([first.code, first.stderr]).toEqual([0, `${MONITORS.length + 3} changes made.\n`]);
    expect(changesOf(server)).toEqual([
      "POST /v2/datasets",
      "POST /v2/datasets",
      ...MONITORS.map(() => "POST /v2/monitors"),
      "POST /v2/dashboards",
    ]);
    const second = await run(`apply staging ${PAGE} --ticket Team`, server);
    expect(second).toEqual({ code: 0, stdout: "", stderr: "Nothing differs.\n", pauses: [] });
    expect(changesOf(server)).toEqual([]);
  });

  it("gives each monitor its query, its runbook and the notifier of its severity", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE} --ticket Team`, server);
    expect(server.datasets.map(({ name, kind, retentionDays }) => [name, kind, retentionDays])).toEqual([
      ["cf-auth-logs-staging", "otel:logs:v1", 30],
      ["cf-auth-traces-staging", "otel:traces:v1", 30],
    ]);
    expect(server.monitors.find(({ name }) => name === "cf-auth-staging misconfigured")).toMatchObject({
      aplQuery: expect.stringMatching(/^\['cf-auth-logs-staging'\]\n\| where \['service.name'\] == "cf-auth-staging"/),
      description: expect.stringContaining(
        "https://github.com/example/cf-auth/blob/main/docs/operations/misconfigured.md",
      ),
      operator: "AboveOrEqual",
      threshold: 1,
      notifierIds: ["not_call"],
    });
    expect(server.monitors.find(({ name }) => name === "cf-auth-staging changes-pending")).toMatchObject({
      notifierIds: ["not_team"],
    });
    expect(server.monitors.filter(({ alertOnNoData }) => alertOnNoData).map(({ name }) => name)).toEqual([
      "cf-auth-staging scheduled-jobs-missing",
    ]);
  });

  it("updates only what differs, and leaves a pause of a monitor alone", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE}`, server);
    const [first, second] = server.monitors;
    Object.assign(first ?? {}, { threshold: 99, disabledUntil: "2026-12-01T00:00:00Z" });
    Object.assign(second ?? {}, { disabledUntil: "2026-12-01T00:00:00Z" });
    const stored = server.dashboards.get("cf-auth-staging");
    Object.assign(stored?.dashboard ?? {}, { refreshTime: 300 });
    changesOf(server);
    const { stdout } = await run(`apply staging ${PAGE}`, server);
    expect(stdout).toBe(
      "update  monitor cf-auth-staging availability-fast-burn: threshold\nupdate  dashboard cf-auth-staging: refreshTime\n",
    );
    expect(changesOf(server)).toEqual([`PUT /v2/monitors/${first?.id}`, "PUT /v2/dashboards/uid/cf-auth-staging"]);
    expect(first).toMatchObject({ threshold: 14.4, disabledUntil: "2026-12-01T00:00:00Z" });
  });

  it("raises a short retention, and never shortens a long one", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE}`, server);
    const [logs, traces] = server.datasets;
    Object.assign(logs ?? {}, { retentionDays: 7, description: "Ours." });
    Object.assign(traces ?? {}, { retentionDays: 365 });
    const { stdout } = await run(`apply staging ${PAGE}`, server);
    expect(stdout).toBe("update  dataset cf-auth-logs-staging: retentionDays\n");
    expect(logs).toMatchObject({ retentionDays: 30, description: "Ours." });
    expect(traces).toMatchObject({ retentionDays: 365 });
  });

  it("deletes only its own monitors of this stack that are no longer described", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE}`, server);
    await run(`apply production ${PAGE}`, server);
    const [mine] = server.monitors;
    server.monitors.push(
      { ...mine, id: "mon_old", name: "cf-auth-staging retired" },
      { ...mine, id: "mon_twice" },
      { id: "mon_foreign", name: "cf-auth-staging by hand", description: "Somebody's." },
    );
    changesOf(server);
    const { stdout } = await run(`apply staging ${PAGE}`, server);
    expect(stdout).toBe(
      "delete  monitor cf-auth-staging retired\ndelete  monitor cf-auth-staging availability-fast-burn\n",
    );
    expect(changesOf(server)).toEqual(["DELETE /v2/monitors/mon_old", "DELETE /v2/monitors/mon_twice"]);
    expect(server.monitors).toHaveLength(2 * MONITORS.length + 1);
  });

  it("changes nothing with --dry-run", async () => {
    await using server = await startAxiom();
    const { code, stdout, stderr } = await run(`apply staging ${PAGE} --dry-run`, server);
    expect([code, changesOf(server)]).toEqual([0, []]);
    expect(stdout.split("\n")[0]).toBe("create  dataset cf-auth-logs-staging");
    expect(stderr).toBe(`${MONITORS.length + 3} changes to make. Run \`npm run axiom -- apply\`.\n`);
  });
});

describe("axiom diff and status", () => {
  it("exits with 3 if something differs, and with 0 otherwise", async () => {
    await using server = await startAxiom();
    expect((await run(`diff staging ${PAGE}`, server)).code).toBe(3);
    expect(changesOf(server)).toEqual([]);
    await run(`apply staging ${PAGE}`, server);
    expect(await run(`diff staging ${PAGE}`, server)).toMatchObject({ code: 0, stdout: "" });
  });

  it("prints each resource and its state, also as JSON", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE}`, server);
    server.monitors.splice(0, 1);
    const { stdout } = await run(`status staging ${PAGE}`, server);
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "current dataset cf-auth-logs-staging",
      "current dataset cf-auth-traces-staging",
      "create  monitor cf-auth-staging availability-fast-burn",
      "current monitor cf-auth-staging availability-steady-burn",
    ]);
    const { stdout: json } = await run(`status staging ${PAGE} --json`, server);
    expect(JSON.parse(json)).toHaveLength(MONITORS.length + 3);
    expect(JSON.parse(json)[2]).toEqual({
      kind: "monitor",
      name: "cf-auth-staging availability-fast-burn",
      action: "create",
      fields: [],
    });
  });
});

describe("axiom repeats a request", () => {
  it("that is limited, fails at the server or breaks off, after the pause that the response requires", async () => {
    await using server = await startAxiom();
    const cut = { status: 200, isCut: true };
    server.failures.push({ status: 429, headers: { "retry-after": "7" } }, { status: 503 }, { status: 502 }, cut);
    const { code, pauses } = await run(`apply staging ${PAGE}`, server);
    expect([code, pauses]).toEqual([0, [7000, 1000, 2000, 4000]]);
    expect(server.monitors).toHaveLength(MONITORS.length);
  });

  it("at most five times in all", async () => {
    await using server = await startAxiom();
    server.failures.push(...Array.from({ length: 9 }, () => ({ status: 429 })));
    const { code, stderr, pauses } = await run(`apply staging ${PAGE}`, server);
    expect([code, pauses, server.failures.length]).toEqual([1, [500, 1000, 2000, 4000], 4]);
    expect(stderr).toContain("run the command again in some minutes");
  });

  it("and deletes the duplicate of a creation that failed after it was done", async () => {
    await using server = await startAxiom();
    await run(`apply staging ${PAGE}`, server);
    server.monitors.splice(0, 1);
    server.failures.push({ status: 500, method: "POST", isDone: true });
    await run(`apply staging ${PAGE}`, server);
    expect(server.monitors).toHaveLength(MONITORS.length + 1);
    expect((await run(`apply staging ${PAGE}`, server)).stdout).toMatch(/^delete .*availability-fast-burn\n$/);
    expect(server.monitors).toHaveLength(MONITORS.length);
  });
});

describe("axiom fails with the next step", () => {
  it("for a wrong token", async () => {
    await using server = await startAxiom();
    const { code, stderr } = await run(`apply staging ${PAGE}`, server, { AXIOM_TOKEN: "xaat-wrong" });
    expect([code, server.monitors]).toEqual([1, []]);
    expect(stderr).toBe(
      "GET /notifiers failed with 401 (unknown token Bearer [token]). " +
        "Set AXIOM_TOKEN to an API token that exists and hasn't expired.\n",
    );
  });

  it("for a token without the rights, after the changes before it", async () => {
    await using server = await startAxiom();
    server.failures.push({ status: 403, method: "POST", body: `{"message":"no right for ${TOKEN}"}` });
    const { code, stderr } = await run(`apply staging ${PAGE}`, server);
    expect([code, server.log.filter((request) => request.startsWith("POST")).length]).toEqual([1, 1]);
    expect(stderr).toBe(
      "dataset cf-auth-logs-staging: POST /datasets failed with 403 (no right for [token]). " +
        `Give the token the permissions that docs/alerts.md lists. 0 of ${MONITORS.length + 3} changes are made. ` +
        "Fix the cause and run the command again: it goes on from there.\n",
    );
  });

  it("for an API that nobody serves", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr, pauses } = await run(`status staging ${PAGE}`, { url });
    expect([code, pauses.length]).toEqual([1, 4]);
    expect(stderr).toBe(`Axiom can't be reached at ${url}: ECONNREFUSED. Check AXIOM_URL and your network.\n`);
  });

  it.each([
    ["a page instead of JSON", "<html>", "GET /notifiers returned no JSON. Check that AXIOM_URL is"],
    ["another body", '{"items":[]}', "GET /notifiers returned an unexpected body"],
  ])("for %s", async (_, body, reason) => {
    await using server = await startAxiom();
    server.failures.push({ status: 200, body });
    const { code, stderr } = await run(`status staging ${PAGE}`, server);
    expect([code, stderr.startsWith(reason)]).toEqual([1, true]);
  });

  it.each([
    ["an unknown notifier", [], /^No notifier has the name "On-call"\..*Existing: none/],
    ["an ambiguous notifier", ["On-call", "On-call"], /^Several notifiers have the name "On-call"/],
  ])("for %s", async (_, names, reason) => {
    await using server = await startAxiom();
    server.notifiers.splice(0, 9, ...names.map((name, i) => ({ id: `not_${i}`, name })));
    const { code, stderr } = await run(`apply staging ${PAGE}`, server);
    expect([code, changesOf(server)]).toEqual([1, []]);
    expect(stderr).toMatch(reason);
  });

  it("for resources of the same names that others created", async () => {
    await using server = await startAxiom();
    server.monitors.push({ id: "mon_1", name: "cf-auth-staging misconfigured", description: "Somebody's." });
    expect((await run(`apply staging ${PAGE}`, server)).stderr).toContain("exists, and this command didn't create it");
    server.monitors.length = 0;
    server.dashboards.set("cf-auth-staging", { version: 1, dashboard: { name: "Somebody's" } });
    expect((await run(`apply staging ${PAGE}`, server)).stderr).toContain("The dashboard cf-auth-staging exists");
    server.dashboards.clear();
    server.datasets.push({ id: "d", name: "cf-auth-logs-staging", kind: "axiom:events:v1" });
    expect((await run(`apply staging ${PAGE}`, server)).stderr).toContain(
      "has the kind axiom:events:v1 instead of otel",
    );
    expect(changesOf(server)).toEqual([]);
  });

  it.each([
    ["no arguments", "", {}, "The command must be one of apply, diff, status."],
    ["the stack of a pull request", `apply preview ${PAGE}`, {}, "The stack must be one of dev, staging, production."],
    ["no notifier", "apply staging", {}, "--page is missing."],
    ["an unknown option", `apply staging ${PAGE} --force`, {}, "Unknown option '--force'"],
    ["--dry-run of diff", `diff staging ${PAGE} --dry-run`, {}, "diff changes nothing"],
    ["a third argument", `apply staging extra ${PAGE}`, {}, "Too many arguments: extra."],
    ["no token", `apply staging ${PAGE}`, { AXIOM_TOKEN: "" }, "AXIOM_TOKEN is missing."],
    ["a token with a line break", `apply staging ${PAGE}`, { AXIOM_TOKEN: "xaat\n" }, "AXIOM_TOKEN has characters"],
    ["a URL without TLS", `apply staging ${PAGE}`, { AXIOM_URL: "http://axiom.example" }, "must be an https URL"],
    ["a personal token alone", `apply staging ${PAGE}`, { AXIOM_TOKEN: "xapt-1" }, "requires AXIOM_ORG_ID"],
  ])("for %s, with exit code 2", async (_, args, env, reason) => {
    const { code, stdout, stderr } = await run(args, { url: "http://127.0.0.1:1" }, env);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(reason);
    expect(stderr).toContain("npm run axiom -- --help");
  });
});

it("runs as a program", async () => {
  await using server = await startAxiom();
  const program = fileURLToPath(new URL("main.ts", import.meta.url));
  const env = { ...process.env, AXIOM_TOKEN: TOKEN, AXIOM_URL: server.url };
  const { stdout } = await promisify(execFile)(process.execPath, [program, "apply", "dev", "--page", "Team"], { env });
  expect(stdout.split("\n")).toHaveLength(MONITORS.length + 4);
});
