import type { ScopedCall } from "../api-keys/scopes.ts";
import { createContext, readPage, type Visit } from "../pipeline/context.ts";
import { appErrorOf } from "../pipeline/error-shape.ts";
import { type CallContext, runPipeline } from "../pipeline/run.ts";
import { errorResponse } from "../shared/errors/app-error.ts";
import type { Parameter, Route, RouteApi } from "./route.ts";

const SERVERS = ["secret", "admin"] as const;

/** The context of a call about a tenant, by a secret key or an admin. */
export type ServerContext = CallContext<typeof SERVERS, "tenant">;

/** A route that makes one call about a tenant. */
interface HttpCall extends Omit<RouteApi, "caller"> {
  readonly method: Route["methods"][number];
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  /** The procedure whose scope a restricted key needs. */
  readonly scope: ScopedCall;
  readonly audit: string;
  readonly work: (context: ServerContext, visit: Visit) => Promise<Response>;
}

/** Makes the route of a call. Its response can't be replayed, since nothing stores it. */
export function callRoute({ method, path, parameters = [], scope, audit, work, ...documentation }: HttpCall): Route {
  const api = { ...documentation, caller: SERVERS };
  const declaration = { ...api, rateLimit: "standard", audit, about: "tenant" } as const;
  const call = { ...scope, input: async () => undefined };
  return {
    methods: [method],
    path,
    parameters,
    api,
    handle: async (visit) => {
      const context = await createContext(visit, await readPage(visit));
      const answered = runPipeline(context, declaration, call, async (admitted) => await work(admitted, visit));
      const response = await answered.catch((error: unknown) => errorResponse(appErrorOf(error), visit.info.id));
      // A response that opens a WebSocket can't be copied.
      if (response.webSocket) return response;
      return new Response(response.body, {
        status: response.status,
        headers: new Headers([...response.headers, ...context.answer]),
      });
    },
  };
}
