import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Buckets, commonPasswords } from "./index.ts";

const HELP = `npm run blocklist -- [--from FILE] (--namespace ID | --out FILE)

Builds the list of refused passwords, and writes it to the KV namespace PASSWORD_BLOCKLIST.

  --from FILE     additional passwords, one per line, in UTF-8
  --namespace ID  write the list to this namespace with wrangler
  --out FILE      write it to a file instead, in the format of wrangler kv bulk put`;

const WRANGLER = fileURLToPath(new URL("../../../node_modules/wrangler/bin/wrangler.js", import.meta.url));

async function collect(from: string | undefined): Promise<Buckets> {
  const buckets = new Buckets();
  // First, so that a file that can't be read is reported at once.
  if (from !== undefined) await addLines(buckets, from);
  for (const password of commonPasswords()) buckets.add(password);
  return buckets;
}

async function addLines(buckets: Buckets, file: string): Promise<void> {
  const input = createReadStream(file, "utf8");
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) buckets.add(line);
}

function upload(json: string, namespace: string): number {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-blocklist-"));
  try {
    const file = join(folder, "blocklist.json");
    writeFileSync(file, json);
    const args = ["kv", "bulk", "put", file, "--namespace-id", namespace, "--remote"];
    return spawnSync(process.execPath, [WRANGLER, ...args], { stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<number> {
  const { from, namespace, out, help } = parseArgs({
    options: {
      from: { type: "string" },
      namespace: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  }).values;
  if (help || (namespace === undefined) === (out === undefined)) {
    console.error(HELP);
    return help ? 0 : 1;
  }
  const buckets = await collect(from);
  console.error(`${buckets.size} passwords`);
  const json = JSON.stringify(buckets.pairs());
  if (namespace !== undefined) return upload(json, namespace);
  writeFileSync(out ?? "", json);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
