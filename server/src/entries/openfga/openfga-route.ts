import { mapError } from "../../pipeline/error-shape.ts";
import type { Parameter, Route } from "../route.ts";
import { OpenFgaCall } from "./openfga-call.ts";
import { type CodesOfCall, openFgaErrorResponse } from "./openfga-error.ts";

/** The path below which a tenant has OpenFGA's API. */
const PREFIX = "/t/{tenant}/openfga";
const PREFIX_PATTERN = /^\/t\/[0-9a-z_-]{1,64}\/openfga(?:\/|$)/;

const CALLERS = ["secret", "admin", "platformKey"] as const;
const NAME = "[0-9A-Za-z_-]{1,64}";
const PARAMETERS: readonly Parameter[] = [
  { name: "tenant", in: "path", pattern: "[0-9a-z_-]{1,64}", description: "The tenant's id or slug." },
  {
    name: "store",
    in: "path",
    pattern: NAME,
    description: "The id of the tenant's store: its id in upper case, without `ten_`.",
  },
  { name: "model", in: "path", pattern: NAME, description: "The id of a version of the model." },
];

/** A call of OpenFGA's API. */
interface OpenFgaRoute {
  readonly method: Route["methods"][number];
  /** Its path in OpenFGA's own API. */
  readonly path: string;
  readonly summary: string;
  readonly codes?: CodesOfCall;
  readonly isStreamed?: boolean;
  work(call: OpenFgaCall): Promise<Response>;
}

/** Makes the route of one of OpenFGA's calls, below a tenant's prefix. */
export function openFgaRoute({ method, path, summary, work, ...form }: OpenFgaRoute): Route {
  const takes = method === "POST" || method === "PUT" ? { takes: ["application/json"] } : {};
  return {
    methods: [method],
    path: `${PREFIX}${path}`,
    parameters: PARAMETERS.filter(({ name }) => `${PREFIX}${path}`.includes(`{${name}}`)),
    api: { summary, caller: CALLERS, ...takes, answers: "application/json", errors: "openfga" },
    handle: async (visit, parameters, defer) => {
      const call = await OpenFgaCall.read(visit, parameters, defer);
      const answered = work(call).catch((thrown: unknown) =>
        openFgaErrorResponse(mapError(thrown, visit.info.id, path), form),
      );
      return call.withHeaders(await answered);
    },
  };
}

/** Whether a path is below the prefix of OpenFGA's API, where errors have its form. */
export function isOpenFgaPath(pathname: string): boolean {
  return PREFIX_PATTERN.test(pathname);
}
