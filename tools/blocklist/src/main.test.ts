import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { bucketContains, entryOf, normalForm } from "./layout.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-blocklist-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
}

function countOf({ stderr }: { stderr: string }): number {
  return Number(/^(\d+) passwords$/m.exec(stderr)?.[1]);
}

it("writes the list in wrangler's format, with an operator's own list", () => {
  const [out, from] = [join(folder, "out.json"), join(folder, "breached.txt")];
  writeFileSync(from, "a breached one nobody guesses\r\npassword123\r\nshort\r\n");
  const written = run("--out", out, "--from", from);
  expect(written.status).toBe(0);
  const pairs: { key: string; value: string }[] = JSON.parse(readFileSync(out, "utf8"));
  expect(pairs).toHaveLength(256);
  const characters = pairs.reduce((sum, { value }) => sum + value.length, 0);
  expect(characters).toBe(countOf(written) * 12);
  const lists = (password: string) => {
    const { bucket, entry } = entryOf(hash("sha256", normalForm(password)));
    return bucketContains(pairs.find(({ key }) => key === bucket)?.value ?? "", entry);
  };
  const looked = ["a breached one nobody guesses", "password123", "iloveyou", "short", "another nobody guesses"];
  expect(looked.map(lists)).toEqual([true, true, true, false, false]);
});

it("reports invalid arguments", () => {
  for (const args of [[], ["--out", "x", "--namespace", "y"]]) {
    expect(run(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining("--namespace ID") });
  }
  expect(run("--out", join(folder, "x"), "--from", join(folder, "none"))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("none"),
  });
  expect(run("--help").status).toBe(0);
});
