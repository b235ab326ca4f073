import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../src/paths.ts";
import { startTestStack } from "./test-stack.ts";

it("the built Worker does what is due: here on demand, deployed by a trigger in every environment", async () => {
  for (const env of ["", "dev", "staging", "production"]) {
    const { triggers } = unstable_readConfig({ config: join(ROOT, "wrangler.jsonc"), env });
    expect(triggers.crons).toEqual(["*/5 * * * *"]);
  }
  const stack = await startTestStack();
  try {
    const client = sdk.createClient({ url: stack.url, key: stack.tenant.secretKey });
    const states = async () => (await client.auth.keys.list()).keys.map((key) => key.status).sort();
    expect(await states()).toEqual(["active"]);
    await stack.runSchedule();
    expect(await states()).toEqual(["active", "next"]);
    expect(readFileSync(join(stack.state, "worker.log"), "utf8")).toContain(
      '"job":"rotateDueKeys","counts":{"tenants":2',
    );
  } finally {
    await stack.stop();
  }
});
