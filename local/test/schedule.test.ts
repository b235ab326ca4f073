import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { afterAll, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { buildWorker } from "../src/build.ts";
import { ROOT } from "../src/paths.ts";
import { seed } from "../src/seed.ts";
import { startStack } from "../src/stack.ts";

const state = mkdtempSync(join(tmpdir(), "cf-auth-schedule-"));
afterAll(() => rmSync(state, { recursive: true, force: true }));

it("the built Worker does what is due: here on demand, deployed by a trigger in every environment", async () => {
  for (const env of ["", "dev", "staging", "production"]) {
    const { triggers } = unstable_readConfig({ config: join(ROOT, "wrangler.jsonc"), env });
    expect(triggers.crons).toEqual(["*/5 * * * *"]);
  }
  await buildWorker();
  const stack = await startStack({ state, port: 0 });
  try {
    const { secretKey } = await seed(sdk, stack, state);
    const client = sdk.createClient({ url: stack.url, key: secretKey });
    const states = async () => (await client.auth.keys.list()).keys.map((key) => key.status).sort();
    expect(await states()).toEqual(["active"]);
    await stack.runSchedule();
    expect(await states()).toEqual(["active", "next"]);
    expect(readFileSync(join(state, "worker.log"), "utf8")).toContain('"job":"rotateDueKeys","tenants":2');
  } finally {
    await stack.stop();
  }
});
