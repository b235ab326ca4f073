import type { Context, MiddlewareHandler } from "hono";
import { CfAuthError } from "../calls/error.ts";
import type { CheckRequest, CheckResponse } from "../generated/types.ts";
import type { Context as ConditionContext } from "../permissions/context.ts";
import type { ModelTypes, TypeName } from "../permissions/model-types.ts";
import type { AuthVariables } from "./authenticate.ts";
import { errorResponse, unauthenticated } from "./error-response.ts";

/** The part of a client that checks, with its model if it is typed. */
export interface Checker<Model = unknown> {
  readonly authz: { readonly "~model"?: Model; check(input: never): Promise<CheckResponse> };
}

type AppContext<Path extends string = string> = Context<{ Variables: AuthVariables }, Path>;

type CheckOptions = Pick<CheckRequest, "context" | "contextualTuples" | "consistency">;

/** Options of `requirePermission`. */
export interface RequirePermissionOptions<
  C extends Context = Context,
  Model = unknown,
  Options = CheckOptions,
  Name extends string = string,
> {
  /** A client with a secret or restricted key, or a function if it depends on the request's bindings. */
  readonly client: Checker<Model> | ((c: C) => Checker<Model>);
  /** The required relation, of the object's type. */
  readonly relation: RelationOn<Model, Name>;
  /** The object of the request. Write its type in the code: `` (c) => `repo:${c.req.param("id")}` ``. */
  readonly object: (c: C) => ObjectIn<Model, Name> | Promise<ObjectIn<Model, Name>>;
  /** The subject that must have the relation. Defaults to `user:<id>` of the signed-in user. */
  readonly subject?: ((c: C) => string | Promise<string>) | undefined;
  /** Further fields of the check: `context`, `contextualTuples` and `consistency`. Defaults to none. */
  readonly checkOptions?: Options | ((c: C) => Options | Promise<Options>) | undefined;
}

/** The object, valid in the model. The first branch is never taken: the compiler infers the name from it. */
type ObjectIn<Model, Name> = [Name] extends [never]
  ? Name
  : Model extends ModelTypes
    ? Name extends `${TypeName<Model>}:${string}`
      ? Name
      : `${TypeName<Model>}:${string}`
    : Name;

type RelationOn<Model, Name> = Model extends ModelTypes
  ? Name extends `${infer T extends TypeName<Model>}:${string}`
    ? // Spelled out, so that the compiler lists the names.
      keyof Model["types"][T] & string
    : string
  : string;

/** With parameters of any of the model's conditions. */
type CheckOptionsOf<Model> = Model extends ModelTypes
  ? Omit<CheckOptions, "context"> & {
      readonly context?: ConditionContext<keyof Model["conditions"] & string, Model> | undefined;
    }
  : CheckOptions;

/**
 * Hono middleware that requires a relation of the user to the object of the request. Use it after `authenticate`. Others get 403
 * `permission_denied`. A conditional result gets 403 too, with `details.missing`. If the check fails, the response is 503 `check_failed`
 * and `c.error` has the reason.
 *
 * With a typed client, `createClient<typeof model>`, unknown relations do not compile.
 *
 * @example
 * app.put(
 *   "/repos/:id",
 *   authenticate({ verifier }),
 *   requirePermission({ client: cfauth, relation: "write", object: (c) => `repo:${c.req.param("id")}` }),
 *   (c) => c.text("written"),
 * );
 */
export function requirePermission<Model = unknown, const Name extends string = string, Path extends string = string>(
  options: RequirePermissionOptions<AppContext<Path>, Model, CheckOptionsOf<Model>, Name>,
): MiddlewareHandler<{ Variables: AuthVariables }, Path> {
  const { client, relation, object, subject, checkOptions } = options;
  return async (c, next) => {
    if (subject === undefined && !c.get("auth")?.userId) return unauthenticated(c);
    const who = subject === undefined ? `user:${c.get("auth").userId}` : await subject(c);
    const check = { subject: who, relation, object: await object(c) };
    const more = typeof checkOptions === "function" ? await checkOptions(c) : checkOptions;
    let allowed: CheckResponse["allowed"];
    let missing: CheckResponse["missing"];
    try {
      const of = typeof client === "function" ? client(c) : client;
      const input: CheckRequest = { ...more, ...check };
      // The model's types are unknown here: the service validates the check.
      ({ allowed, missing } = await of.authz.check(input as never));
    } catch (error) {
      // The reason is for the app's log; the caller learns only that the check failed.
      c.error = error instanceof Error ? error : new Error(`${error}`);
      const isOwn = error instanceof CfAuthError;
      return errorResponse(c, {
        ...FAILED,
        retryable: isOwn && error.retryable,
        requestId: isOwn ? error.requestId : "",
      });
    }
    if (allowed === true) return await next();
    if (allowed !== "conditional") return errorResponse(c, { ...DENIED, details: { relation } });
    return errorResponse(c, { ...DENIED, message: CONDITIONAL, details: { relation, conditional: true, missing } });
  };
}

const DENIED = {
  code: "permission_denied",
  status: 403,
  retryable: false,
  message: "The user doesn't have the relation in details.relation to this object.",
  action: "Ask an admin to grant the relation in details.relation.",
} as const;
const CONDITIONAL = "The permission depends on context that the check lacked: details.missing.";
const FAILED = {
  code: "check_failed",
  status: 503,
  message: "The permission could not be checked.",
  action: "Try again. The app's log has the reason.",
} as const;
