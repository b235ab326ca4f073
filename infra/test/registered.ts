import { setImmediate as turn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { unwrapped } from "./unwrapped.ts";

/** A resource that a program registered, as the engine received it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs with secrets unwrapped. */
  readonly props: Readonly<Record<string, unknown>>;
  /** URN of the parent; undefined for resources directly below the stack. */
  readonly parent: string | undefined;
  /** Sorted URNs of `dependsOn` and of all resources whose outputs are used as inputs. */
  readonly dependencies: readonly string[];
  /** For each input, the URNs of the resources whose outputs it uses. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Id of the existing resource that is adopted. */
  readonly importId: string | undefined;
  readonly ignoreChanges: readonly string[];
  /** Paths of secret inputs, such as `bindings[3].text`. Everything below a secret is secret. */
  readonly secrets: readonly string[];
  /** Arguments of a component's `registerOutputs`; undefined without a call, and for other resources. */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

/** Stands in for the cloud: returns a resource's state besides its inputs (including `id`), or a function's result. */
export type Answer = (call: {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}) => Record<string, unknown> | Promise<Record<string, unknown>>;

export interface RunOptions {
  /** Defaults to `cf-auth`. */
  readonly project?: string;
  /** Defaults to `dev`. */
  readonly stack?: string;
  readonly organization?: string;
  /**
   * Configuration by key with its namespace, such as `cf-auth:domain`. Other values than strings are passed as JSON, as
   * Pulumi does.
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Secret configuration. */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** By resource type or function token. Defaults to a state of the inputs and the id `<name>-id`. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

/** Pulumi's internal function that isolates deployments in one process. Its types omit it. */
const { withLocalStorage } = state as unknown as { withLocalStorage<T>(run: () => Promise<T>): Promise<T> };

/**
 * Failures in outputs reach only the process's listeners, which can't attribute them. Therefore runs are sequential.
 */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program or a part of it, and returns all registered resources, sorted by URN. Only `answers` are
 * called. Rejects with the first failure, also inside outputs. Doesn't wait for timers.
 */
export function registered(run: () => unknown, options: RunOptions = {}): Promise<Registered[]> {
  const current = previous.then(() => withLocalStorage(() => record(run, options)));
  previous = current.catch(() => undefined);
  return current;
}

async function record(run: () => unknown, options: RunOptions): Promise<Registered[]> {
  const { project = "cf-auth", stack = "dev", organization, config = {}, secrets = {} } = options;
  await pulumi.runtime.setMocks(mocksOf(options.answers ?? {}), project, stack, false, organization);
  pulumi.runtime.setAllConfig(textsOf({ ...config, ...secrets }), Object.keys(secrets));
  const found = listen();
  await rejectOnUnhandled(async () => {
    await run();
    await settled(found);
  });
  return [...found.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function mocksOf(answers: Readonly<Record<string, Answer>>): pulumi.runtime.Mocks {
  return {
    async newResource({ type, name, inputs, id }) {
      const call = { name, inputs: unwrapped(inputs).value };
      const state: Record<string, unknown> = { ...inputs, ...(await answers[type]?.(call)) };
      return { id: id || String(state.id ?? `${name}-id`), state };
    },
    call({ token, inputs }) {
      const answer = answers[token] ?? unanswered;
      try {
        return answer({ name: token, inputs });
      } catch (error) {
        // For a failed function call, Pulumi reports only gRPC's details.
        throw Object.assign(new Error(), { details: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

const unanswered: Answer = ({ name }) => {
  throw new Error(`${name} has no answer. Add it to the answers of this run.`);
};

function textsOf(config: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, text(value)]));
}

/** Mocks receive inputs only. The requests to their monitor have all options, so these are read. */
function listen(): Map<string, Registered> {
  const found = new Map<string, Registered>();
  // The mock monitor has the methods of the engine's client, with looser types.
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const { registerResource, registerResourceOutputs } = monitor;
  monitor.registerResource = (request, callback) =>
    registerResource.call(monitor, request, (error, response) => {
      if (response !== undefined) found.set(response.getUrn(), readRequest(response.getUrn(), request));
      callback(error, response);
    });
  monitor.registerResourceOutputs = (request, callback) => {
    const component = found.get(request.getUrn());
    const outputs = unwrapped(request.getOutputs()?.toJavaScript() ?? {}).value;
    if (component !== undefined) found.set(component.urn, { ...component, outputs });
    registerResourceOutputs.call(monitor, request, callback);
  };
  return found;
}

interface MockMonitor {
  registerResource: Call<RegisterResourceRequest, { getUrn(): string }>;
  registerResourceOutputs: Call<RegisterResourceOutputsRequest, unknown>;
}
type Call<Request, Response> = (
  request: Request,
  callback: (error: unknown, response: Response | undefined) => void,
) => unknown;

function readRequest(urn: string, request: RegisterResourceRequest): Registered {
  const { value: props, secrets } = unwrapped(request.getObject()?.toJavaScript() ?? {});
  const byProperty = [...request.getPropertydependenciesMap().entries()]
    .map(([property, dependencies]): [string, string[]] => [property, dependencies.getUrnsList().sort()])
    .filter(([, urns]) => urns.length > 0);
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    props,
    parent: request.getParent() || undefined,
    dependencies: request.getDependenciesList().sort(),
    propertyDependencies: Object.fromEntries(byProperty),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    importId: request.getImportid() || undefined,
    ignoreChanges: request.getIgnorechangesList(),
    secrets,
    outputs: undefined,
  };
}

/** Waits until no resource is registered anymore: outputs can register more after the program returned. */
async function settled(found: Map<string, Registered>): Promise<void> {
  let before: number;
  do {
    before = found.size;
    await pulumi.runtime.disconnect();
    await turn();
  } while (found.size > before);
}

/** Attributes unhandled rejections to the program, as Pulumi's own runner does. */
async function rejectOnUnhandled(run: () => Promise<void>): Promise<void> {
  const others = process.listeners("unhandledRejection");
  const failures: unknown[] = [];
  process.removeAllListeners("unhandledRejection");
  const failed = new Promise<never>((_, reject) => {
    process.on("unhandledRejection", (reason) => {
      failures.push(reason);
      reject(reason);
    });
  });
  failed.catch(() => undefined);
  try {
    await Promise.race([run(), failed]);
    await turn();
    if (failures.length > 0) throw failures[0];
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  }
}
