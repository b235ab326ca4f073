import { createClient } from "@cf-auth/client";
import type { Stack } from "@cf-auth/local/stack";
import { type Check, readChecks, readLists, seeds, seedTenant } from "@cf-auth/seeds";
import { type Result, result } from "../result.ts";
import { during, newTenants, withState } from "../server/server.ts";
import { buildFloor, floorUrl } from "./floor.ts";
import { generatorName, type HttpLoad, ratesOf } from "./http-load.ts";
import { OPENFGA } from "./openfga.ts";
import { chunks, type Peer, type PeerRequest, send, withPeers } from "./peer.ts";
import { SPICEDB } from "./spicedb.ts";

/** Our largest batch and page; the latter is OpenFGA's longest list, too. */
const BATCH = 1000;
const PAGE = 1000;
const CONSISTENCIES = ["fast", "exact"] as const;

/**
 * The deployed Worker from outside, on the 7,624 tuples of seeds/kubernetes-org, beside a bare Worker (`tools/bench/floor`) in the
 * same workerd and beside other permission engines where they are installed. One program sends all requests; loads alternate.
 */
export async function benchEdge(): Promise<Result[]> {
  process.stderr.write(`Requests are sent by ${generatorName()}.\n`);
  const floor = await buildFloor();
  return await withState((state) =>
    during(state, (stack) => withPeers([OPENFGA, SPICEDB], (peers) => compare(stack, peers)), floor),
  );
}

async function compare(stack: Stack, peers: readonly Peer[]): Promise<Result[]> {
  const [key = ""] = await newTenants(stack, ["bench"]);
  await seedTenant(createClient({ url: stack.url, key }), seeds.kubernetes);
  const checks = readChecks(seeds.kubernetes.checks);
  const ours = new Ours(stack.url, key);
  await ours.requireRightAnswers(checks);
  for (const peer of peers) await requireRightAnswers(peer, checks);
  const rates = await ratesOf([
    ...floorLoads(stack, key, checks),
    ...ours.loads(checks),
    ...peers.flatMap((peer) => peerLoads(peer, checks)),
  ]);
  return resultsOf(
    (name) => rates.get(name) ?? 0,
    peers.map(({ name }) => name),
  );
}

/** The targets are those of docs/benchmarks.md. */
function resultsOf(rate: (name: string) => number, peers: readonly string[]): Result[] {
  const row = (name: string, unit: string, baseline: string, reach?: number) =>
    result({ name: `${name}, by ${baseline}`, value: rate(name), unit, baseline: rate(baseline), reach });
  return [
    row("check fast", "checks/s", "floor, empty", 0.8),
    row("check exact", "checks/s", "floor, one object call", 0.8),
    result({ name: `${BATCH} checks fast`, value: rate(`${BATCH} checks fast`), unit: "checks/s", reach: 100_000 }),
    row(`${BATCH} checks exact`, "checks/s", `${BATCH} checks fast`),
    ...peers.flatMap((peer) => [
      row("check fast", "checks/s", `check, ${peer}`, 3),
      row("check exact", "checks/s", `check, ${peer}`, 2.5),
      row(`${BATCH} checks exact`, "checks/s", `largest batch, ${peer}`),
      ...["listObjects", "listSubjects"].flatMap((list) => [
        row(`${list} fast`, "lists/s", `${list}, ${peer}`, peer === "OpenFGA" ? 5 : undefined),
        row(`${list} exact`, "lists/s", `${list}, ${peer}`),
      ]),
    ]),
  ];
}

function floorLoads(stack: Stack, key: string, checks: readonly Check[]): HttpLoad[] {
  const headers = headersWith(key);
  const bodies = checks.map((check) => JSON.stringify({ json: questionOf(check) }));
  return [
    { name: "floor, empty", url: floorUrl(stack, "empty"), headers, bodies },
    { name: "floor, one object call", url: floorUrl(stack, "object"), headers, bodies },
  ];
}

function headersWith(key: string): Record<string, string> {
  return { "content-type": "application/json", authorization: `Bearer ${key}`, "x-api-key": key };
}

function questionOf({ subject, relation, object }: Check) {
  return { subject, relation, object };
}

/** Our service, called by one secret key. */
class Ours {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(url: string, key: string) {
    this.url = url;
    this.headers = headersWith(key);
  }

  loads(checks: readonly Check[]): HttpLoad[] {
    const lists = readLists(seeds.kubernetes.lists);
    const batches = chunks(checks, BATCH).filter(({ length }) => length === BATCH);
    return CONSISTENCIES.flatMap((consistency) => {
      const load = (name: string, procedure: string, inputs: readonly object[], units = 1): HttpLoad => {
        const bodies = inputs.map((input) => JSON.stringify({ json: { ...input, consistency } }));
        return {
          name: `${name} ${consistency}`,
          url: `${this.url}/trpc/authz.${procedure}`,
          headers: this.headers,
          bodies,
          units,
        };
      };
      return [
        load("check", "check", checks.map(questionOf)),
        load(
          `${BATCH} checks`,
          "batchCheck",
          batches.map((batch) => ({ checks: batch.map(questionOf) })),
          BATCH,
        ),
        load(
          "listObjects",
          "listObjects",
          lists.listObjects.map(({ objects: _, ...list }) => ({ ...list, limit: PAGE })),
        ),
        load(
          "listSubjects",
          "listSubjects",
          lists.listSubjects.map(({ object, relation, subjectType }) => ({
            object,
            relation,
            subjectKind: subjectType,
            limit: PAGE,
          })),
        ),
      ];
    });
  }

  async requireRightAnswers(checks: readonly Check[]): Promise<void> {
    const server = { url: `${this.url}/trpc`, headers: this.headers };
    for (const consistency of CONSISTENCIES) {
      for (const some of chunks(checks, BATCH)) {
        const body = { json: { checks: some.map(questionOf), consistency } };
        // The response as docs/http-api.md describes it.
        const answer = (await send(server, { path: "/authz.batchCheck", body })) as {
          result: { data: { json: { results: { allowed?: boolean }[] } } };
        };
        requireSame(
          "cf-auth",
          some,
          answer.result.data.json.results.map(({ allowed }) => allowed === true),
        );
      }
    }
  }
}

function peerLoads(peer: Peer, checks: readonly Check[]): HttpLoad[] {
  const lists = readLists(seeds.kubernetes.lists);
  const batches = chunks(checks, peer.batch).filter(({ length }) => length === peer.batch);
  const load = (name: string, requests: readonly PeerRequest[], units = 1): HttpLoad => ({
    name: `${name}, ${peer.name}`,
    url: `${peer.url}${requests[0]?.path}`,
    headers: peer.headers,
    bodies: requests.map(({ body }) => JSON.stringify(body)),
    units,
  });
  return [
    load("check", checks.map(peer.check)),
    load("largest batch", batches.map(peer.batchCheck), peer.batch),
    load(
      "listObjects",
      lists.listObjects.map((list) => peer.listObjects(list.subject, list.relation, list.objectType)),
    ),
    load(
      "listSubjects",
      lists.listSubjects.map((list) => peer.listSubjects(list.object, list.relation, list.subjectType)),
    ),
  ];
}

async function requireRightAnswers(peer: Peer, checks: readonly Check[]): Promise<void> {
  for (const some of chunks(checks, peer.batch)) {
    requireSame(peer.name, some, peer.readBatch(await send(peer, peer.batchCheck(some))));
  }
}

function requireSame(name: string, checks: readonly Check[], found: readonly boolean[]): void {
  const wrong = checks.find(({ allowed }, i) => allowed !== found[i]);
  if (wrong !== undefined) throw new Error(`${name} answers otherwise: ${JSON.stringify(wrong)}`);
}
