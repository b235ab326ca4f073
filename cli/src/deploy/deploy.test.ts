import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { testHome } from "../../test/test-io.ts";

let home: ReturnType<typeof testHome>;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.remove());

function write(path: string, text: string): void {
  const file = join(home.folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A clone whose program records its arguments and the folder, and ends with an exit code. */
function clone(exitCode: number): void {
  write("package.json", '{"name":"cf-auth"}');
  write("infra/src/without-pulumi/main.ts", "");
  const script = `#!/bin/sh\nprintf '%s\\n' "$INIT_CWD" "$@" > "${home.folder}/args"\nexit ${exitCode}\n`;
  write("node_modules/.bin/node", script);
  chmodSync(join(home.folder, "node_modules/.bin/node"), 0o755);
  mkdirSync(join(home.folder, "docs"));
}

it.each([
  [0, 0],
  [1, 1],
  [2, 2],
])("runs the clone's program with the arguments, and exits as it does: %i", async (status, code) => {
  clone(status);
  const cwd = join(home.folder, "docs");
  const args = ["deploy", "staging", "--domain", "auth.example.com", "--dry-run"];
  expect(await home.run(args, { cwd })).toMatchObject({ code });
  const [folder, program, ...passed] = readFileSync(join(home.folder, "args"), "utf8").trimEnd().split("\n");
  expect([folder, program]).toEqual([cwd, join(home.folder, "infra/src/without-pulumi/main.ts")]);
  expect(passed).toEqual(args.slice(1));
});

it("passes --help to the program", async () => {
  clone(0);
  await home.run(["deploy", "--help"]);
  expect(readFileSync(join(home.folder, "args"), "utf8")).toMatch(/--help\n$/);
});

it("refuses a folder outside of a clone", async () => {
  const { code, err } = await home.run(["deploy"]);
  expect([code, err]).toEqual([2, expect.stringContaining("Clone the repository")]);
});

it("reports a clone without installed packages", async () => {
  write("package.json", '{"name":"cf-auth"}');
  write("infra/src/without-pulumi/main.ts", "");
  const { code, err } = await home.run(["deploy"]);
  expect([code, err]).toEqual([2, expect.stringContaining("npm ci")]);
});
