import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import type { TestProject } from "vitest/node";
import { buildWorker } from "../src/build.ts";
import { packCli } from "../src/cli.ts";
import { seed } from "../src/seed.ts";
import { startStack } from "../src/stack.ts";

/**
 * Builds the Worker once, and one seeded state that each test file copies: migrating, listing passwords and seeding takes
 * longer than most of these tests. Packs the command line once, because two builds at a time would disturb each other.
 */
export default async function setUp(project: TestProject): Promise<() => void> {
  const seededState = mkdtempSync(join(tmpdir(), "cf-auth-seeded-"));
  const packed = mkdtempSync(join(tmpdir(), "cf-auth-packed-cli-"));
  await buildWorker();
  project.provide("cliTarball", join(packed, await packCli(packed)));
  const stack = await startStack({ state: seededState, port: 0 });
  await seed(sdk, stack, seededState);
  await stack.stop();
  project.provide("seededState", seededState);
  return () => {
    for (const folder of [seededState, packed]) rmSync(folder, { recursive: true, force: true });
  };
}

declare module "vitest" {
  interface ProvidedContext {
    /** The state folder of a stack that was seeded and stopped; only to be copied. */
    seededState: string;
    /** Path of the packed command line. */
    cliTarball: string;
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}
