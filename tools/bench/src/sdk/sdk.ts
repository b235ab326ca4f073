import { rmSync } from "node:fs";
import { type Budgeted, MAX_INSTANTIATIONS, MAX_TRPC_INSTANTIATIONS, measureBudgets } from "@cf-auth/consumers/budgets";
import type { Size } from "@cf-auth/consumers/bundle";
import { createProject, type Project } from "@cf-auth/consumers/project";
import { instantiationsOf, readProcedures, trpcProgram, wholeApiProgram } from "@cf-auth/consumers/whole-api";
import { type Result, result } from "../result.ts";
import { measurePeers, PEERS } from "./peers.ts";
import { routerInstantiations } from "./router-types.ts";

/** Clients that correspond to our subpaths. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  ".": "@openfga/sdk",
  "./browser": "better-auth",
  "./verify": "jose",
};

const KB = 1000;

/**
 * What an application pays for the packed SDK: kilobytes of each subpath, minified and compressed, beside clients of
 * others; and types that the compiler instantiates for all of the API, beside the router's own type.
 */
export async function benchSdk(): Promise<Result[]> {
  const project = await createProject();
  try {
    const measured = await measureBudgets(project);
    const peers = await measurePeers();
    return [
      ...measured.flatMap((budgeted) => rowsOf(budgeted, peers?.get(COUNTERPARTS[budgeted.subpath] ?? ""))),
      ...PEERS.flatMap(({ name, version }) => {
        const size = peers?.get(name);
        return size === undefined ? [] : [sizeRow(`${name} ${version}, gzip`, size.gzip)];
      }),
      ...(await typeRows(project)),
    ];
  } finally {
    rmSync(project.folder, { recursive: true, force: true });
  }
}

function rowsOf({ subpath, above, size, budgetKb }: Budgeted, peer: Size | undefined): Result[] {
  const name = above === undefined ? subpath : `${subpath} above ${above}`;
  return [
    sizeRow(`${name}, gzip`, size.gzip, { baseline: peer?.gzip, reach: budgetKb ?? undefined }),
    sizeRow(`${name}, brotli`, size.brotli, { baseline: peer?.brotli }),
  ];
}

function sizeRow(
  name: string,
  bytes: number,
  more: { baseline?: number | undefined; reach?: number | undefined } = {},
) {
  const { baseline, reach } = more;
  return result({
    name,
    value: bytes / KB,
    unit: "KB",
    reach,
    ...(baseline !== undefined && { baseline: baseline / KB }),
  });
}

async function typeRows(project: Project): Promise<Result[]> {
  const procedures = readProcedures();
  const value = await instantiationsOf(project, "6", wholeApiProgram(procedures));
  const name = `types for calls of all ${procedures.length} procedures`;
  const baseline = routerInstantiations(procedures);
  return [
    result({ name, value, unit: "instantiations", baseline, reach: MAX_INSTANTIATIONS }),
    result({
      name: `${name} with tRPC's client and CfAuthRouter, beside our own client`,
      value: await instantiationsOf(project, "6", trpcProgram(procedures)),
      unit: "instantiations",
      baseline: value,
      reach: MAX_TRPC_INSTANTIATIONS,
    }),
  ];
}
