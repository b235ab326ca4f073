import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";
import { createDashboard, createDataset, monitor, updateDashboard, updateDataset } from "./bodies.ts";

export const TOKEN = "xaat-of-the-tests-0123456789";

type Stored = Record<string, unknown>;

/** A failure to answer the next requests with, instead of what they ask for. */
export interface Failure {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the requests that fail. Defaults to any. */
  readonly method?: string;
  /** Does the request before it fails. */
  readonly isDone?: boolean;
  /** Breaks the connection off after the headers. */
  readonly isCut?: boolean;
}

/** What an organization of Axiom has, and what was sent to it. */
export interface AxiomServer extends AsyncDisposable {
  readonly url: string;
  readonly datasets: Stored[];
  readonly monitors: Stored[];
  readonly notifiers: Stored[];
  readonly dashboards: Map<string, { version: number; dashboard: Stored }>;
  /** `METHOD /path` of all requests. */
  readonly log: string[];
  readonly failures: Failure[];
}

/** Thrown by a route for an error response. */
class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** As much of Axiom's API as the command uses: it checks token, method, path and body, and adds fields of its own. */
export async function startAxiom(): Promise<AxiomServer> {
  const organization = {
    datasets: [] as Stored[],
    monitors: [] as Stored[],
    notifiers: [
      { id: "not_call", name: "On-call" },
      { id: "not_team", name: "Team" },
    ] as Stored[],
    dashboards: new Map<string, { version: number; dashboard: Stored }>(),
    log: [] as string[],
    failures: [] as Failure[],
  };
  const server = createServer((request, response) => void answer(organization, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { ...organization, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

type Organization = Omit<AxiomServer, "url" | typeof Symbol.asyncDispose>;

async function answer(organization: Organization, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "", url = "", headers } = request;
  let text = "";
  for await (const chunk of request) text += chunk;
  organization.log.push(`${method} ${url}`);
  const reply = (status: number, body: unknown, more: Readonly<Record<string, string>> = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...more });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const at = organization.failures.findIndex((failure) => (failure.method ?? method) === method);
  const [failure] = at === -1 ? [] : organization.failures.splice(at, 1);
  if (failure?.isCut) {
    response.writeHead(200, { "content-length": "1000" }).write("[");
    setTimeout(() => response.destroy(), 20);
    return;
  }
  try {
    if (failure !== undefined && !failure.isDone) return reply(failure.status, failure.body ?? {}, failure.headers);
    if (headers.authorization !== `Bearer ${TOKEN}`) throw new ApiError(401, `unknown token ${headers.authorization}`);
    if (text !== "" && headers["content-type"] !== "application/json") throw new ApiError(415, "no JSON");
    const [, version, ...path] = url.split("/").map(decodeURIComponent);
    if (version !== "v2") throw new ApiError(404, "no such version");
    const result = route(organization, method, path, text === "" ? undefined : JSON.parse(text));
    if (failure !== undefined) return reply(failure.status, failure.body ?? {});
    reply(result === undefined ? 204 : 200, result ?? "");
  } catch (error) {
    if (error instanceof ApiError) return reply(error.status, { code: error.status, message: error.message });
    reply(error instanceof z.ZodError ? 400 : 500, { message: String(error) });
  }
}

function route(organization: Organization, method: string, path: readonly string[], body: unknown): unknown {
  const { datasets, monitors, notifiers, dashboards } = organization;
  const [kind = "", id = ""] = path;
  const what = `${method} ${kind === "dashboards" ? path.slice(0, 2).join("/") : kind}${path.length === 1 ? "" : "/:id"}`;
  switch (what) {
    case "GET datasets":
      return datasets;
    case "POST datasets": {
      const dataset = createDataset.parse(body);
      if (datasets.some(({ name }) => name === dataset.name)) throw new ApiError(409, "dataset exists");
      return add(datasets, { ...dataset, id: dataset.name, who: "tests", created: "2026-11-20T12:00:00Z" });
    }
    case "PUT datasets/:id":
      return Object.assign(find(datasets, id), updateDataset.parse(body));
    case "GET monitors":
      return monitors;
    case "POST monitors": {
      const created = { id: `mon_${monitors.length}_${organization.log.length}`, createdBy: "tests", secondDelay: 0 };
      return add(monitors, { ...monitor.parse(body), ...created });
    }
    case "PUT monitors/:id":
      return Object.assign(find(monitors, id), monitor.parse(body));
    case "DELETE monitors/:id":
      monitors.splice(monitors.indexOf(find(monitors, id)), 1);
      return undefined;
    case "GET notifiers":
      return notifiers;
    default:
      return dashboardRoute(dashboards, what, path, body);
  }
}

function dashboardRoute(
  dashboards: AxiomServer["dashboards"],
  what: string,
  [, , uid = ""]: readonly string[],
  body: unknown,
): unknown {
  const actual = dashboards.get(uid);
  switch (what) {
    case "POST dashboards": {
      const { uid: desired, dashboard } = createDashboard.parse(body);
      if (dashboards.has(desired)) throw new ApiError(409, "dashboard exists");
      dashboards.set(desired, { version: 1, dashboard: { ...dashboard, against: "" } });
      return { status: "created" };
    }
    case "GET dashboards/uid/:id":
      if (actual === undefined) throw new ApiError(404, "dashboard not found");
      return { uid, id: "dsh_1", ...actual };
    case "PUT dashboards/uid/:id": {
      const { dashboard, version } = updateDashboard.parse(body);
      if (version !== actual?.version) throw new ApiError(412, "version conflict");
      dashboards.set(uid, { version: version + 1, dashboard });
      return { status: "updated" };
    }
    default:
      throw new ApiError(404, `${what} is no route`);
  }
}

function add(list: Stored[], item: Stored): Stored {
  list.push(item);
  return item;
}

function find(list: readonly Stored[], id: string): Stored {
  const found = list.find((item) => item.id === id);
  if (found === undefined) throw new ApiError(404, `${id} doesn't exist`);
  return found;
}
