import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import type { TestProject } from "vitest/node";
import { buildWorker } from "../src/build.ts";
import { seed } from "../src/seed.ts";
import { startStack } from "../src/stack.ts";

/**
 * Builds the Worker once, and one seeded state that each test file copies: migrating, listing passwords and seeding takes
 * longer than most of these tests.
 */
export default async function setUp(project: TestProject): Promise<() => void> {
  const seededState = mkdtempSync(join(tmpdir(), "cf-auth-seeded-"));
  await buildWorker();
  const stack = await startStack({ state: seededState, port: 0 });
  await seed(sdk, stack, seededState);
  await stack.stop();
  project.provide("seededState", seededState);
  return () => rmSync(seededState, { recursive: true, force: true });
}

declare module "vitest" {
  interface ProvidedContext {
    /** The state folder of a stack that was seeded and stopped; only to be copied. */
    seededState: string;
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}
