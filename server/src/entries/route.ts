import type { Visit } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { currentRequest } from "../ports/request-scope.ts";
import { type Defer, floating } from "../ports/time.ts";
import type { CallerKind } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** A parameter of a route's path or query. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly description: string;
  /** A regular expression that the whole value matches. */
  readonly pattern: string;
}

/** Answers a request. `defer` takes work that goes on after the response. */
export type Handler = (visit: Visit, parameters: Readonly<Record<string, string>>, defer: Defer) => Promise<Response>;

/** A route outside of `/trpc`. */
export interface Route {
  readonly methods: readonly ("GET" | "HEAD" | "POST" | "PUT" | "DELETE")[];
  /** Parameters stand in braces. */
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  readonly handle: Handler;
  /** Whether the deployment has this route. Defaults to yes. */
  readonly isServed?: (app: AppDeps, request: Request) => boolean;
  /** The documentation of a route that is part of the API. Pages for people have none. */
  readonly api?: RouteApi;
}

/** The documentation of a route. The API describes the first method; others behave as HTTP defines them. */
export interface RouteApi {
  readonly summary: string;
  readonly caller: readonly CallerKind[];
  /** The media types of the request. */
  readonly takes?: readonly string[];
  /** The media type of the response; a WebSocket is opened with status 101. */
  readonly answers: string | "websocket";
  /** The standard whose errors the route answers with. Defaults to problems (RFC 9457). */
  readonly errors?: "openfga" | "authzen";
}

/**
 * Answers requests by a table of routes. Throws `procedure_not_found` for an unknown path, and `method_not_allowed` for
 * another method of a known path.
 */
export function routerOf(routes: readonly Route[]): (visit: Visit, defer?: Defer) => Promise<Response> {
  const compiled = routes.map((route) => ({ route, pattern: patternOf(route) }));
  return async (visit, defer = floating) => {
    const { app, request, url } = visit;
    const served = compiled.flatMap(({ route, pattern }) => {
      const match = pattern.exec(url.pathname);
      return match === null || route.isServed?.(app, request) === false ? [] : [{ route, parameters: match.groups }];
    });
    if (served.length === 0) throw new AppError("procedure_not_found");
    const found = served.find(({ route }) => route.methods.some((method) => method === request.method));
    if (found === undefined) {
      throw new AppError("method_not_allowed", { allowed: [...new Set(served.flatMap(({ route }) => route.methods))] });
    }
    noteRoute(found.route.path);
    return await found.route.handle(visit, found.parameters ?? {}, defer);
  };
}

/** Notes the pattern of the request's path, for its log record. */
export function noteRoute(pattern: string): void {
  const scope = currentRequest();
  if (scope !== undefined) scope.route = pattern;
}

function patternOf({ path, parameters = [] }: Route): RegExp {
  const source = path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, (_, name: string) => {
    const declared = parameters.find((parameter) => parameter.in === "path" && parameter.name === name);
    if (declared === undefined) throw new Error(`Route ${path} does not declare its parameter ${name}.`);
    return `(?<${name}>${declared.pattern})`;
  });
  return new RegExp(`^${source}$`);
}
