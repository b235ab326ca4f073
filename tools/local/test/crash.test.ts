import { rmSync } from "node:fs";
import { createClient } from "@cf-auth/client";
import { afterAll, describe, it } from "vitest";
import { MODEL } from "../src/ledger/groups.ts";
import { Ledger } from "../src/ledger/ledger.ts";
import { expectNothingLost } from "./crash/aftermath.ts";
import { Load, type Server } from "./crash/load.ts";
import { People } from "./crash/people.ts";
import { Process } from "./process.ts";
import { copySeededState, seededTenant, signInAdmin } from "./test-stack.ts";

/** How often the process is killed at least; `npm run test:crash` kills it fifty times. */
const CRASHES = Number(process.env.CRASHES ?? 2);
const MIN_MS = 100;
const MAX_MS = 700;
/** Only ends what hangs. */
const A_CRASH_HANGS_MS = 5 * 60_000;

const state = copySeededState();
let running: Process;

/** Starts the server; where it listens. */
async function start(): Promise<string> {
  running = new Process("tools/local/test/serve.ts", [state]);
  return await running.says(/^(http\S+)$/m);
}

afterAll(async () => {
  await running.kill();
  rmSync(state, { recursive: true, force: true });
});

describe("a process that is killed while it writes, imports and compacts", () => {
  it(
    `loses nothing and leaves nothing by half, ${CRASHES} times over`,
    async () => {
      let server = await newTenant(await start());
      const people = new People();
      const ledger = new Ledger(1);
      // On a busy machine it may take more crashes until somebody is registered between two.
      for (let crash = 0; crash < CRASHES || people.known === 0; crash++) {
        const milliseconds = MIN_MS + Math.random() * (MAX_MS - MIN_MS);
        await new Load(server, ledger, people).during(milliseconds, () => running.kill());
        server = { ...server, url: await start() };
        await expectNothingLost(server, ledger, people);
      }
    },
    // Twice as often, since somebody has to be registered.
    2 * CRASHES * A_CRASH_HANGS_MS,
  );
});

async function newTenant(url: string): Promise<Server> {
  const admin = await signInAdmin(url, seededTenant(state));
  const { publishableKey, secretKey } = await admin.tenants.create({ slug: "a", name: "A" });
  await createClient({ url, key: secretKey }).authz.model.put({ model: MODEL });
  return { url, publishableKey, secretKey };
}
