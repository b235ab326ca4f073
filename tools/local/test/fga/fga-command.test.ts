import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signInAdmin, startTestStack, type TestStack } from "../test-stack.ts";
import { argumentsOf, COMMANDS, writeFiles } from "./commands.ts";
import { type Exchange, startRecordingProxy, withoutRun } from "./recording-proxy.ts";

/**
 * The `fga` command, unchanged, against a tenant. With the variable `FGA_COMMAND`, the path of its binary, the commands run, and
 * their requests are recorded. Without it, the recorded requests are sent again, and have to be answered the same.
 */
const BINARY = process.env.FGA_COMMAND;
const FILE = join(import.meta.dirname, "recordings.json");

interface Recordings {
  /** The version of the command that was recorded. */
  readonly version: string;
  readonly commands: readonly { readonly command: string; readonly exchanges: readonly Exchange[] }[];
}

let stack: TestStack;
let prefix: string;
let store: string;
let key: string;
beforeAll(async () => {
  stack = await startTestStack();
  const admin = await signInAdmin(stack.url, stack.tenant);
  const { tenant, secretKey } = await admin.tenants.create({ slug: "fga-command", name: "Fga" });
  store = tenant.id.slice("ten_".length).toUpperCase();
  prefix = `${stack.url}/t/${tenant.id}/openfga`;
  key = secretKey;
});
afterAll(async () => await stack.stop());

if (BINARY === undefined) it("answers the requests of the fga command as when they were recorded", replay);
else it("serves the fga command", async () => await record(BINARY));

async function replay(): Promise<void> {
  const { commands } = JSON.parse(readFileSync(FILE, "utf8")) as Recordings;
  expect(commands.map(({ command }) => command)).toEqual(COMMANDS.map(([command]) => command));
  for (const { command, exchanges } of commands) {
    for (const { method, path, body, status, answer } of exchanges) {
      const response = await fetch(`${prefix}${path.replaceAll("{store}", store)}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body).replaceAll("{store}", store) }),
      });
      const answered = { command, path, status: response.status, answer: withoutRun(await response.text(), store) };
      expect(answered).toEqual({ command, path, status, answer });
    }
  }
}

async function record(binary: string): Promise<void> {
  const proxy = await startRecordingProxy(prefix, store);
  const folder = mkdtempSync(join(tmpdir(), "fga-"));
  try {
    writeFiles(folder);
    const commands: Recordings["commands"][number][] = [];
    for (const [command, exitCode] of COMMANDS) {
      const { code, output } = await run(binary, proxy.url, folder, argumentsOf(command, store));
      expect({ command, code, output }).toEqual({ command, code: exitCode, output: expect.any(String) });
      commands.push({ command, exchanges: proxy.take() });
    }
    const { output } = await run(binary, proxy.url, folder, ["--version"]);
    writeFileSync(FILE, `${JSON.stringify({ version: output.trim(), commands }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
    await proxy.stop();
  }
}

async function run(binary: string, apiUrl: string, folder: string, args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: folder, FGA_API_URL: apiUrl, FGA_API_TOKEN: key };
  const child = spawn(binary, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? -1)));
  return { code, output };
}
