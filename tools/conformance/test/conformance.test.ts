import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { conformanceOverHttp } from "../src/http/conformance-over-http.ts";
import { run, runContent, runWritten } from "./running.ts";

const DATA = join(import.meta.dirname, "../data");

it("prints its help without arguments", () => {
  expect(run()).toMatchObject({ code: 0, out: expect.stringContaining("npm run conformance -- FILE…") });
  expect(run("--help").out).toContain("Exits with 1");
});

it("names a file that can't be read, and runs the others", () => {
  const { code, out, err } = run("/nowhere/store.fga.yaml", join(DATA, "stores/iot/store.fga.yaml"));
  expect(code).toBe(1);
  expect(err).toContain("/nowhere/store.fga.yaml: not run: ENOENT");
  expect(out).toContain("total: 6 passed, 0 failed, 1 of 2 files not run");
});

it.each([
  ["no YAML", { "file.yaml": "a: [" }],
  ["a list", { "file.yaml": "- 1" }],
  ["nothing", { "file.yaml": "" }],
])("refuses %s", (_, files) => {
  const { code, err } = runWritten(files);
  expect(code).toBe(1);
  expect(err).toMatch(/file\.yaml: not run: ./);
});

it("refuses a file without assertions, which would always pass", () => {
  expect(runContent({ tests: [] }).code).toBe(1);
  expect(runContent({ model: "model\n  schema 1.1\ntype user", tests: [] }).err).toContain("asserts nothing");
  expect(runContent({ tests: [{ name: "x", stages: [] }] }).err).toContain("asserts nothing");
});

it("runs as a program, with an exit code", () => {
  const program = join(import.meta.dirname, "../src/main.ts");
  const main = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  const good = main(join(DATA, "stores/iot/store.fga.yaml"));
  expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining("total: 6 passed, 0 failed") });
  expect(main("/nowhere")).toMatchObject({ status: 1, stderr: expect.stringContaining("ENOENT") });
});

it("takes the name of a key's variable over HTTP, and doesn't repeat a key in its place", async () => {
  const lines: string[] = [];
  const output = { out: (line: string) => lines.push(line), err: (line: string) => lines.push(line) };
  const key = "sk_live_a_key_that_stands_where_a_name_belongs";
  const args = ["http://localhost/t/acme/openfga", key, "store.fga.yaml"];
  expect(await conformanceOverHttp(args, {}, output)).toBe(1);
  expect(lines.join("\n")).toContain("no variable of the environment");
  expect(lines.join("\n")).not.toContain(key);
});
