import type { CfAuthClient } from "@cf-auth/client";
import { type Check, readChecks, readLists, seeds } from "@cf-auth/seeds";
import { KUBERNETES } from "../engine/dataset.ts";
import { type Load, SETTINGS, throughputs } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { withServer } from "../server/server.ts";
import { findBinary } from "./binary.ts";
import { OPENFGA_BATCH, OpenFga } from "./openfga.ts";

/** Our batch size; OpenFGA's is its maximum. */
const BATCH = 1000;
/** Our maximum page size, and OpenFGA's maximum list length. */
const PAGE = 1000;

/** Our server and an OpenFGA with the same graph and requests, over HTTP in the same rounds. OpenFGA is the baseline. */
export async function benchPeers(): Promise<Result[]> {
  const binary = findBinary("openfga", "OPENFGA_BIN");
  if (binary === undefined) {
    process.stderr.write(
      "OpenFGA skipped: no openfga on PATH and no OPENFGA_BIN. To get one: " +
        "go install github.com/openfga/openfga/cmd/openfga@latest\n",
    );
    return [];
  }
  return withServer((client) => OpenFga.during(binary, KUBERNETES, (peer) => compare(client, peer)));
}

async function compare(client: CfAuthClient, peer: OpenFga): Promise<Result[]> {
  const checks = readChecks(seeds.kubernetes.checks);
  await requireRightAnswers(peer, checks);
  const rates = await throughputs(loadsOf(client, peer, checks), SETTINGS);
  const rate = (name: string) => rates.get(name) ?? 0;
  const row = (name: string, unit: string) =>
    result({ name: `${name}, against OpenFGA`, value: rate(name), unit, baseline: rate(`${name}, OpenFGA`) });
  return [
    row("one check over HTTP", "checks/s"),
    row(`checks in batches over HTTP`, "checks/s"),
    row("listObjects over HTTP", "lists/s"),
    row("listSubjects over HTTP", "lists/s"),
  ];
}

function loadsOf(client: CfAuthClient, peer: OpenFga, checks: readonly Check[]): Load[] {
  const lists = readLists(seeds.kubernetes.lists);
  const question = turns(checks.map(({ allowed: _, ...rest }) => rest));
  const objects = turns(lists.listObjects);
  const subjects = turns(lists.listSubjects);
  const batch = (length: number) => Array.from({ length }, question);
  const { authz } = client;
  const load = (name: string, ours: () => Promise<number>, theirs: () => Promise<number>): Load[] => [
    { name, call: ours },
    { name: `${name}, OpenFGA`, call: theirs },
  ];
  return [
    ...load(
      "one check over HTTP",
      async () => authz.check(question()).then(() => 1),
      async () => peer.check(question()).then(() => 1),
    ),
    ...load(
      `checks in batches over HTTP`,
      async () => (await authz.batchCheck({ checks: batch(BATCH) })).results.length,
      async () => (await peer.batchCheck(batch(OPENFGA_BATCH))).length,
    ),
    ...load(
      "listObjects over HTTP",
      async () => {
        const { subject, relation, objectType, objects: all } = objects();
        const { items } = await authz.listObjects({ subject, relation, objectType, limit: PAGE });
        return sameLength(items, all);
      },
      async () => {
        const { subject, relation, objectType, objects: all } = objects();
        return sameLength(await peer.listObjects(subject, relation, objectType), all);
      },
    ),
    ...load(
      "listSubjects over HTTP",
      async () => {
        const { object, relation, subjectType, subjects: all } = subjects();
        const { items } = await authz.listSubjects({ object, relation, subjectKind: subjectType, limit: PAGE });
        return sameLength(items, all);
      },
      async () => {
        const { object, relation, subjectType, subjects: all } = subjects();
        return sameLength(await peer.listSubjects(object, relation, subjectType), all);
      },
    ),
  ];
}

async function requireRightAnswers(peer: OpenFga, checks: readonly Check[]): Promise<void> {
  for (let at = 0; at < checks.length; at += OPENFGA_BATCH) {
    const some = checks.slice(at, at + OPENFGA_BATCH);
    const answers = await peer.batchCheck(some);
    const wrong = some.find(({ allowed }, i) => allowed !== answers[i]);
    if (wrong !== undefined) throw new Error(`OpenFGA answers otherwise: ${JSON.stringify(wrong)}`);
  }
}

/** One list was answered, and completely as far as a page goes. */
function sameLength(found: readonly string[], all: readonly string[]): 1 {
  if (found.length === Math.min(all.length, PAGE)) return 1;
  throw new Error(`${found.length} listed where there are ${all.length}.`);
}

/** The items one after the other, over and over. */
function turns<T>(items: readonly T[]): () => T {
  let next = 0;
  return () => {
    const item = items[next++ % items.length];
    if (item === undefined) throw new RangeError("There is nothing to take turns with.");
    return item;
  };
}
