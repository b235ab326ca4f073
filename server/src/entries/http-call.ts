import type { ScopedCall } from "../api-keys/scopes.ts";
import { createContext, readPage, type Visit } from "../pipeline/context.ts";
import type { Declaration, Subject } from "../pipeline/declaration.ts";
import { appErrorOf } from "../pipeline/error-shape.ts";
import { type CallContext, runPipeline } from "../pipeline/run.ts";
import type { CallerKind } from "../shared/caller.ts";
import { problemResponse } from "../shared/errors/problem.ts";
import type { Parameter, Route, RouteApi } from "./route.ts";

const SERVERS = ["secret", "admin", "platformKey"] as const;
const OPERATORS = ["admin", "platformKey"] as const;

/** The context of a call about a tenant, by a secret key or an operator. */
export type ServerContext = CallContext<typeof SERVERS, "tenant">;

/** The context of a call about the platform, by an operator. */
export type OperatorContext = CallContext<typeof OPERATORS, "platform">;

/** A route that makes one call. */
interface HttpCall<Context> extends Omit<RouteApi, "caller"> {
  readonly method: Route["methods"][number];
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  /** The scope that a restricted or platform key needs. */
  readonly scope: ScopedCall;
  readonly audit: string;
  readonly work: (context: Context, visit: Visit) => Promise<Response>;
}

/** Makes the route of a call about a tenant. */
export function callRoute(call: HttpCall<ServerContext>): Route {
  return routeOf(call, { caller: SERVERS, about: "tenant" });
}

/** Makes the route of a call about the platform, for which an admin needs the permission `see`. */
export function platformRoute(call: HttpCall<OperatorContext>): Route {
  return routeOf(call, { caller: OPERATORS, about: "platform", admin: "see" });
}

/** Its response can't be replayed, since nothing stores it. */
function routeOf<const Kinds extends readonly CallerKind[], About extends Subject>(
  { method, path, parameters = [], scope, audit, work, ...documentation }: HttpCall<CallContext<Kinds, About>>,
  allowed: Pick<Declaration<Kinds, About>, "caller" | "about" | "admin">,
): Route {
  const api = { ...documentation, caller: allowed.caller };
  const declaration: Declaration<Kinds, About> = { ...documentation, ...allowed, rateLimit: "standard", audit };
  const call = { ...scope, input: async () => undefined };
  return {
    methods: [method],
    path,
    parameters,
    api,
    handle: async (visit) => {
      const context = await createContext(visit, await readPage(visit));
      const answered = runPipeline(context, declaration, call, async (admitted) => await work(admitted, visit));
      const response = await answered.catch((error: unknown) =>
        problemResponse(appErrorOf(error), { id: visit.info.id, origin: visit.url.origin }),
      );
      // A response that opens a WebSocket can't be copied.
      if (response.webSocket) return response;
      return new Response(response.body, {
        status: response.status,
        headers: new Headers([...response.headers, ...context.answer]),
      });
    },
  };
}
