import * as z from "zod";
import type { Severity } from "../monitoring/monitor.ts";
import { nameFor } from "../names.ts";
import type { AxiomClient, Method } from "./client.ts";
import { AxiomError, AxiomResponseError } from "./errors.ts";

const dataset = z.looseObject({
  id: z.string(),
  name: z.string(),
  kind: z.string().optional(),
  description: z.string().optional(),
  retentionDays: z.number().optional(),
  useRetentionPeriod: z.boolean().optional(),
});
const monitor = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  disabledUntil: z.string().nullish(),
});
const notifier = z.looseObject({ id: z.string(), name: z.string() });
const dashboard = z.looseObject({
  version: z.number(),
  dashboard: z.looseObject({ description: z.string().optional() }),
});

/** What exists in an organization of Axiom, as far as one stack is concerned. */
export interface AxiomState {
  readonly datasets: readonly z.infer<typeof dataset>[];
  readonly monitors: readonly z.infer<typeof monitor>[];
  readonly dashboard: z.infer<typeof dashboard> | undefined;
}

export async function readState(client: AxiomClient, stack: string): Promise<AxiomState> {
  const datasets = await read(client, "/datasets", z.array(dataset));
  const monitors = await read(client, "/monitors", z.array(monitor));
  return { datasets, monitors, dashboard: await readDashboard(client, stack) };
}

async function readDashboard(client: AxiomClient, stack: string): Promise<AxiomState["dashboard"]> {
  try {
    return await read(client, `/dashboards/uid/${nameFor(stack)}`, dashboard);
  } catch (error) {
    if (error instanceof AxiomResponseError && error.status === 404) return undefined;
    throw error;
  }
}

/** Names of the notifiers by severity. A person creates them, since they contain the secrets of other services. */
export type NotifierNames = Readonly<Record<Severity, string>>;

/** The ids of the notifiers. Throws for a name that doesn't exist or isn't unique. */
export async function readNotifierIds(
  client: AxiomClient,
  names: NotifierNames,
): Promise<Readonly<Record<Severity, readonly string[]>>> {
  const notifiers = await read(client, "/notifiers", z.array(notifier));
  const idsOf = (name: string) => {
    const found = notifiers.filter((one) => one.name === name);
    if (found.length === 1) return found.map(({ id }) => id);
    const existing = notifiers.map((one) => one.name).join(", ") || "none";
    const what = found.length === 0 ? "No notifier has" : "Several notifiers have";
    throw new AxiomError(
      `${what} the name "${name}". Use the name of one, or create it in Axiom. Existing: ${existing}.`,
    );
  };
  return { page: idsOf(names.page), ticket: idsOf(names.ticket) };
}

async function read<Result>(client: AxiomClient, path: string, schema: z.ZodType<Result>): Promise<Result> {
  const method: Method = "GET";
  const parsed = schema.safeParse(await client.send(method, path));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new AxiomError(
    `${method} ${path} returned an unexpected body, at "${where}". Check AXIOM_URL, and the version of the API.`,
  );
}
