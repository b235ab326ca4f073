import { setImmediate as turn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import * as state from "@pulumi/pulumi/runtime/state.js";
import { unwrapped } from "./unwrapped.ts";

/** What a program asked the engine to make, as the engine was asked. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The inputs, without the wrapping of secrets. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The URN of the parent; undefined for what stands right under the stack. */
  readonly parent: string | undefined;
  /** URNs, sorted: of `dependsOn` and of all whose outputs are among the inputs. */
  readonly dependencies: readonly string[];
  /** For an input, the URNs of those whose outputs it is made of. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The id of the existing resource that is adopted. */
  readonly importId: string | undefined;
  readonly ignoreChanges: readonly string[];
  /** Paths of the inputs that were secret: `bindings[3].text`. What lies below a secret is secret with it. */
  readonly secrets: readonly string[];
  /** What a component gave to `registerOutputs`; undefined where it did not, and for what is no component. */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

/** Answers for the cloud: what a resource's state is beyond its inputs (`id` among it), or what a function returns. */
export type Answer = (asked: {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}) => Record<string, unknown> | Promise<Record<string, unknown>>;

export interface RunOptions {
  /** `cf-auth` unless told. */
  readonly project?: string;
  /** `dev` unless told. */
  readonly stack?: string;
  readonly organization?: string;
  /** Configuration by key with its namespace, `cf-auth:domain`; what is no string is given as JSON, as Pulumi does. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The same for keys that are secret. */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** By the type of a resource or the token of a function. Without one, a resource has its inputs and `<name>-id`. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

/** Pulumi's own way to keep deployments of one process apart; its types leave it out as internal. */
const { withLocalStorage } = state as unknown as { withLocalStorage<T>(run: () => Promise<T>): Promise<T> };

/** Failures in outputs reach nobody but the process, which cannot tell whose they are: one run at a time. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program, or a part of one, and answers all that it registered, sorted by URN. Nothing is reached but
 * `answers`. Rejects with the first thing that failed, within outputs too. What waits for a timer is not waited for.
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
  await rejectingWithItsFailures(async () => {
    await run();
    await settled(found);
  });
  return [...found.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function mocksOf(answers: Readonly<Record<string, Answer>>): pulumi.runtime.Mocks {
  return {
    async newResource({ type, name, inputs, id }) {
      const asked = { name, inputs: unwrapped(inputs).value };
      const state: Record<string, unknown> = { ...inputs, ...(await answers[type]?.(asked)) };
      return { id: id || String(state.id ?? `${name}-id`), state };
    },
    call({ token, inputs }) {
      const answer = answers[token] ?? unanswered;
      try {
        return answer({ name: token, inputs });
      } catch (error) {
        // Of what a function call failed with, Pulumi tells what gRPC calls its details.
        throw Object.assign(new Error(), { details: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

const unanswered: Answer = ({ name }) => {
  throw new Error(`Nothing answers ${name}: add it to the answers of this run.`);
};

function textsOf(config: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, text(value)]));
}

/** Mocks are told inputs only. The requests to their monitor hold the rest, so those are what is read. */
function listen(): Map<string, Registered> {
  const found = new Map<string, Registered>();
  // The monitor of mocks answers the same calls as the engine's client, with less typing.
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

/** Resources may be made within outputs of others, after everything seemed to be over. */
async function settled(found: Map<string, Registered>): Promise<void> {
  let before: number;
  do {
    before = found.size;
    await pulumi.runtime.disconnect();
    await turn();
  } while (found.size > before);
}

/** As Pulumi's own runner does, takes rejections that nobody handles for the program's. */
async function rejectingWithItsFailures(run: () => Promise<void>): Promise<void> {
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
