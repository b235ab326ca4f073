import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { ROOT } from "../../src/paths.ts";
import { signInAdmin, type TestStack } from "../test-stack.ts";
import { argumentsOf, COMMANDS, writeFiles } from "./commands.ts";
import { type Exchange, startRecordingProxy, withoutRun } from "./recording-proxy.ts";

/**
 * The `fga` command, unchanged, against a tenant. With the variable `FGA_COMMAND`, the path of its binary, the commands run, and
 * their requests are recorded. Without it, the recorded requests are sent again, and have to be answered the same.
 */
const BINARY = process.env.FGA_COMMAND || undefined;
const FILE = join(import.meta.dirname, "recordings.json");

interface Recordings {
  /** The version of the command that was recorded. */
  readonly version: string;
  readonly commands: readonly { readonly command: string; readonly exchanges: readonly Exchange[] }[];
}

/** The store that the requests are about. */
interface Store {
  readonly id: string;
  /** Its API URL. */
  readonly url: string;
  readonly key: string;
}

export function testFgaCommand(stackOf: () => TestStack): void {
  let store: Store;
  beforeAll(async () => {
    const { url, tenant: local } = stackOf();
    const admin = await signInAdmin(url, local);
    const { tenant, secretKey: key } = await admin.tenants.create({ slug: "fga-command", name: "Fga" });
    const id = tenant.id.slice("ten_".length).toUpperCase();
    store = { id, url: `${url}/t/${tenant.id}/openfga`, key };
  });

  it("has been tried with each command of the documentation", () => {
    const page = readFileSync(join(ROOT, "docs/openfga.md"), "utf8");
    const written = [...page.matchAll(/^fga (.*)$/gm)].map(([, command = ""]) =>
      command.replace("$FGA_STORE_ID", "{store}"),
    );
    expect(written.length).toBeGreaterThan(3);
    const tried = COMMANDS.filter(([, exitCode]) => exitCode === 0).map(([command]) => command);
    expect(written.filter((command) => !tried.includes(command))).toEqual([]);
  });

  if (BINARY === undefined)
    it("answers the requests of the fga command as when they were recorded", async () => await replay(store));
  else it("serves the fga command", async () => await record(BINARY, store));
}

async function replay({ url, id, key }: Store): Promise<void> {
  const { commands } = JSON.parse(readFileSync(FILE, "utf8")) as Recordings;
  expect(commands.map(({ command }) => command)).toEqual(COMMANDS.map(([command]) => command));
  for (const { command, exchanges } of commands) {
    for (const { method, path, body, status, answer } of exchanges) {
      const response = await fetch(`${url}${path.replaceAll("{store}", id)}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body).replaceAll("{store}", id) }),
      });
      const answered = { command, path, status: response.status, answer: withoutRun(await response.text(), id) };
      expect(answered).toEqual({ command, path, status, answer });
    }
  }
}

async function record(binary: string, { url, id, key }: Store): Promise<void> {
  const proxy = await startRecordingProxy(url, id);
  const folder = mkdtempSync(join(tmpdir(), "fga-"));
  try {
    writeFiles(folder);
    const commands: Recordings["commands"][number][] = [];
    for (const [command, exitCode] of COMMANDS) {
      const { code, output } = await run(binary, { url: proxy.url, key }, folder, argumentsOf(command, id));
      expect({ command, code, output }).toEqual({ command, code: exitCode, output: expect.any(String) });
      commands.push({ command, exchanges: proxy.take() });
    }
    const { output } = await run(binary, { url: proxy.url, key }, folder, ["--version"]);
    writeFileSync(FILE, `${JSON.stringify({ version: output.trim(), commands }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
    await proxy.stop();
  }
}

async function run(binary: string, { url, key }: Omit<Store, "id">, folder: string, args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: folder, FGA_API_URL: url, FGA_API_TOKEN: key };
  const child = spawn(binary, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? -1)));
  return { code, output };
}
