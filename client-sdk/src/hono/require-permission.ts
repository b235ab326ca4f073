import type { Context, MiddlewareHandler } from "hono";
import { CfAuthError } from "../calls/error.ts";
import type { CheckRequest, CheckResponse } from "../generated/types.ts";
import type { Context as ConditionContext } from "../permissions/context.ts";
import type { ModelTypes, TypeName } from "../permissions/model-types.ts";
import type { AuthVariables } from "./authenticate.ts";
import { errorResponse, unauthenticated } from "./error-response.ts";

/** The part of a client that asks, and the model that it is typed by, if it is. */
export interface Checker<Model = unknown> {
  readonly authz: { readonly "~model"?: Model; check(input: never): Promise<CheckResponse> };
}

type AppContext<Path extends string = string> = Context<{ Variables: AuthVariables }, Path>;

type CheckOptions = Pick<CheckRequest, "context" | "contextualTuples" | "consistency">;

export interface RequirePermissionOptions<
  C extends Context = Context,
  Model = unknown,
  Options = CheckOptions,
  Name extends string = string,
> {
  /** A client with a secret or restricted key; a function where it depends on the request's bindings. */
  readonly client: Checker<Model> | ((c: C) => Checker<Model>);
  /** A relation of the object's type. */
  readonly relation: RelationOn<Model, Name>;
  /** Which object the request is about, with its type in the code: `` (c) => `repo:${c.req.param("id")}` ``. */
  readonly object: (c: C) => ObjectIn<Model, Name> | Promise<ObjectIn<Model, Name>>;
  /** Who has to have the relation; defaults to `user:<id>` of who is signed in. */
  readonly subject?: ((c: C) => string | Promise<string>) | undefined;
  /** What else to ask with: the context of conditions, and how new the graph has to be. */
  readonly checkOptions?: Options | ((c: C) => Options | Promise<Options>) | undefined;
}

/** The object's name as the model has it. The first branch is never taken: it is what the compiler infers the name from. */
type ObjectIn<Model, Name> = [Name] extends [never]
  ? Name
  : Model extends ModelTypes
    ? Name extends `${TypeName<Model>}:${string}`
      ? Name
      : `${TypeName<Model>}:${string}`
    : Name;

type RelationOn<Model, Name> = Model extends ModelTypes
  ? Name extends `${infer T extends TypeName<Model>}:${string}`
    ? // Written out, so that the compiler lists the names.
      keyof Model["types"][T] & string
    : string
  : string;

/** With parameters of the model's conditions, whichever relation is asked about. */
type CheckOptionsOf<Model> = Model extends ModelTypes
  ? Omit<CheckOptions, "context"> & {
      readonly context?: ConditionContext<keyof Model["conditions"] & string, Model> | undefined;
    }
  : CheckOptions;

/**
 * Lets requests through whose user has a relation to the object that they are about, and answers 403 to the others. To be
 * used after `authenticate`. Only a plain yes lets through: where the answer depends on context that was not given, it is
 * 403 too, with `details.missing`, and where it could not be had, 503 `check_failed`, with the reason in `c.error`.
 *
 * With a client that knows a model, such as `createClient<typeof model>`, a relation that the object's type does not have does
 * not compile.
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
    const question = { subject: who, relation, object: await object(c) };
    const more = typeof checkOptions === "function" ? await checkOptions(c) : checkOptions;
    let allowed: CheckResponse["allowed"];
    let missing: CheckResponse["missing"];
    try {
      const of = typeof client === "function" ? client(c) : client;
      const input: CheckRequest = { ...more, ...question };
      // What a model makes of the question is not known here: the service says so.
      ({ allowed, missing } = await of.authz.check(input as never));
    } catch (error) {
      // Why is for the app to write down; who calls it learns that there was no answer.
      c.error = error instanceof Error ? error : new Error(`${error}`);
      const isKnown = error instanceof CfAuthError;
      return errorResponse(c, {
        ...FAILED,
        retryable: isKnown && error.retryable,
        requestId: isKnown ? error.requestId : "",
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
  message: "This user may not do this.",
  action: "Have somebody give the user the relation that details.relation names.",
} as const;
const CONDITIONAL = "Whether this user may do this depends on what the check was not told.";
const FAILED = {
  code: "check_failed",
  status: 503,
  message: "Whether this user may do this could not be found out.",
  action: "Try again; the app's log says why.",
} as const;
