import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

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
  const [out, withOwnList, from] = ["out.json", "withOwnList.json", "breached.txt"].map((name) => join(folder, name));
  writeFileSync(from ?? "", "a breached one nobody guesses\r\npassword123\r\nshort\r\n");
  const [plain, more] = [run("--out", out ?? ""), run("--out", withOwnList ?? "", "--from", from ?? "")];
  expect([plain.status, more.status]).toEqual([0, 0]);
  expect(countOf(more)).toBe(countOf(plain) + 1);
  const pairs: { key: string; value: string }[] = JSON.parse(readFileSync(withOwnList ?? "", "utf8"));
  expect(pairs).toHaveLength(256);
  const characters = pairs.reduce((sum, { value }) => sum + value.length, 0);
  expect(characters).toBe(countOf(more) * 12);
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
