import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { ROOT } from "../../src/paths.ts";
import { signInAdmin, type TestStack } from "../test-stack.ts";

/** OpenFGA's own test files through OpenFGA's API of a running stack: with the results that its server gives, and its codes. */

const DATA = "tools/conformance/data";
const isLong = process.env.LONG_TESTS === "1";
const FILES = globSync(isLong ? `${DATA}/**/*.yaml` : `${DATA}/stores/{github,custom-roles,iot}/store.fga.yaml`, {
  cwd: ROOT,
});
/** Counted in the files: see `tools/conformance/test/sample.test.ts`. */
const ALL_ASSERTIONS = 388;

export function testConformanceFiles(stackOf: () => TestStack): void {
  let url: string;
  let keys: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const stack = stackOf();
    const admin = await signInAdmin(stack.url, stack.tenant);
    const { tenant, secretKey } = await admin.tenants.create({ slug: "conformance", name: "Conformance" });
    url = `${stack.url}/t/${tenant.slug}/openfga`;
    keys = { STORE_KEY: secretKey, DEMO_KEY: stack.tenant.secretKey };
  });

  it("gives the results and the errors that OpenFGA's test files expect", async () => {
    expect(FILES.length).toBeGreaterThan(2);
    const { code, out, err } = await run(keys, url, "STORE_KEY", ...FILES);
    expect({ code, out, err }).toEqual({ code: 0, out: expect.stringContaining(", 0 failed"), err: "" });
    const [, passed = ""] = /^total: (\d+) passed/m.exec(out) ?? [];
    if (isLong) expect(Number(passed)).toBe(ALL_ASSERTIONS);
    else expect(Number(passed)).toBeGreaterThan(10);
  });

  it("refuses a store that has tuples, which the tests would delete", async () => {
    const { url: stackUrl, tenant } = stackOf();
    const { code, err } = await run(keys, `${stackUrl}/t/${tenant.slug}/openfga`, "DEMO_KEY", ...FILES);
    expect(code).toBe(1);
    expect(err).toContain("The store has tuples, which the tests would delete.");
  });
}

async function run(keys: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { ...process.env, ...keys };
  const program = join(ROOT, "tools/conformance/src/main.ts");
  const child = spawn(process.execPath, [program, "--http", ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}
