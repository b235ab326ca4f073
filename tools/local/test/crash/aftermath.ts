import { type CfAuthClient, createClient } from "@cf-auth/client";
import { expect } from "vitest";
import { factOf, sizesIn } from "../../src/ledger/groups.ts";
import type { Attempt, Ledger } from "../../src/ledger/ledger.ts";
import { readLog, tagAt } from "../../src/ledger/log.ts";
import { PATIENCE_SECONDS, type Server } from "./load.ts";
import type { People } from "./people.ts";

/** Old changes looked at again after each crash. */
const SAMPLE = 3;

/** Fails unless the server, started again, has everything that it must have, and nothing by half. */
export async function expectNothingLost(server: Server, ledger: Ledger, people: People): Promise<void> {
  const tenant = createClient({ url: server.url, key: server.secretKey, timeoutSeconds: PATIENCE_SECONDS });
  const { revision } = await tenant.authz.graph.stats();
  expect(Number(revision)).toBeGreaterThanOrEqual(ledger.newest);

  const imported = await endOfImport(tenant);
  const { csv, revision: exported } = await tenant.authz.graph.export();
  ledger.settle(await readLog(tenant, ledger.read), Number(exported), sizesIn(csv ?? ""));
  ledger.noteRevision(exported);
  expect(ledger.problems).toEqual([]);

  const made = ledger.attempts.filter(({ logged }) => logged !== undefined);
  if (imported !== undefined) expect(made.find(({ logged }) => logged === imported)?.kind).toBe("import");
  for (let i = 0; i < SAMPLE && made.length > 0; i++) {
    await expectInPast(tenant, made[Math.floor(Math.random() * made.length)]);
  }
  await expectNearby(tenant, ledger);
  await people.requireAll(
    createClient({ url: server.url, key: server.publishableKey, timeoutSeconds: PATIENCE_SECONDS }),
  );
}

/** Waits for an import from R2 that the crash broke off: it begins again without being asked. Its revision, if done. */
async function endOfImport(tenant: CfAuthClient): Promise<number | undefined> {
  const job = async () => (await tenant.authz.graph.job()).job;
  await expect.poll(async () => (await job())?.status).not.toBe("running");
  const result = (await job())?.result;
  return result ? Number(result.revision) : undefined;
}

/** A change of any earlier time stands where it stood in the log, and the graph can be asked before and after it. */
async function expectInPast(tenant: CfAuthClient, attempt: Attempt | undefined): Promise<void> {
  if (attempt?.logged === undefined) return;
  const { tag, logged, writes } = attempt;
  expect(await tagAt(tenant, logged)).toBe(tag);
  const group = writes.at(-1);
  if (group === undefined) return;
  const last = factOf(group.doc, group.size - 1);
  for (const [at, allowed] of [[logged - 1, false] as const, [logged, true] as const]) {
    const answer = await tenant.authz.check({ ...last, consistency: { at: `${at}` } });
    expect({ at, ...answer }).toEqual({ at, allowed, revision: `${at}` });
  }
}

/** The copies outside the object agree with it. */
async function expectNearby(tenant: CfAuthClient, { graph, newest }: Ledger): Promise<void> {
  const checks = [...graph].slice(-1000).flatMap(([doc, size]) => [factOf(doc, size - 1), factOf(doc, size)]);
  const consistency = { atLeast: `${newest}` };
  const { results } = await tenant.authz.batchCheck({ checks, consistency });
  expect(results).toEqual(checks.map((_, i) => ({ allowed: i % 2 === 0 })));
}
