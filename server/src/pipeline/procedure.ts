import { initTRPC } from "@trpc/server";
import type * as z from "zod";
import type { Permission } from "../platform/admin-model.ts";
import { currentRequestId } from "../ports/request-scope.ts";
import type { CallerKind } from "../shared/caller.ts";
import type { Context } from "./context.ts";
import type { Declaration, Subject } from "./declaration.ts";
import { appErrorOf, shapeOf, toTrpcError } from "./error-shape.ts";
import { type CallContext, runPipeline } from "./run.ts";
import { transformer } from "./transformer.ts";

/** The tRPC instance. */
export const t = initTRPC
  .context<Context>()
  .meta<Declaration>()
  .create({
    transformer,
    isDev: false,
    errorFormatter: ({ shape, error }) => shapeOf(shape, error, currentRequestId()),
  });

/** A declaration, but for what the builder declares. */
type Declared<Kinds extends readonly CallerKind[]> = Omit<Declaration<Kinds>, "about">;

/** A procedure about the tenant that the request names, with that tenant's clock. */
export function procedure<const Kinds extends readonly CallerKind[]>(declaration: Declared<Kinds>) {
  return declare({ ...declaration, about: "tenant" });
}

/** A query that entries may also run without tRPC, which costs more than a short query does. */
export interface DirectQuery {
  readonly declaration: Declaration<readonly CallerKind[], "tenant">;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  work(context: CallContext<readonly CallerKind[], "tenant">, input: unknown): Promise<unknown>;
}

const direct = new WeakMap<object, DirectQuery>();

/** The query of a procedure made by `directQuery`; undefined for others. */
export function directQueryOf(made: object): DirectQuery | undefined {
  return direct.get(made);
}

interface QueryParts<Kinds extends readonly CallerKind[], Input extends z.ZodType, Output extends z.ZodType>
  extends Declared<Kinds> {
  readonly input: Input;
  readonly output: Output;
  work(context: CallContext<Kinds, "tenant">, input: z.output<Input>): Promise<z.input<Output>>;
}

/**
 * A query about the tenant, which entries may also run without tRPC. Its work changes nothing: it may run before the status of the
 * caller's credentials is known.
 */
export function directQuery<
  const Kinds extends readonly CallerKind[],
  Input extends z.ZodType,
  Output extends z.ZodType,
>({ input, output, work, ...declared }: QueryParts<Kinds, Input, Output>) {
  const made = procedure<Kinds>(declared)
    .input(input)
    .output(output)
    // tRPC's types of a generic schema and zod's are the same, which TypeScript can't show.
    .query(async ({ ctx, input: parsed }) => (await work(ctx, parsed as z.output<Input>)) as never);
  // The caller's kind and the input were checked against this declaration and schema.
  const query = { declaration: { ...declared, about: "tenant" }, input, output, work };
  direct.set(made, query as unknown as DirectQuery);
  return made;
}

/** A procedure about the platform as a whole. `ctx.tenant` may be set, but has no meaning. */
export function platformProcedure<const Kinds extends readonly CallerKind[]>(declaration: Declared<Kinds>) {
  return declare({ ...declaration, about: "platform" });
}

/** A procedure about a tenant's users, for its servers and for platform admins. The platform's own users are refused. */
export function administering(summary: string, audit: string, admin?: Permission) {
  const declaration = { summary, audit, caller: ["secret", "admin", "platformKey"], rateLimit: "standard" } as const;
  return procedure({ ...declaration, excludesPlatform: true, ...(admin && { admin }) });
}

/** The adapter of tRPC to the pipeline: its only middleware. */
function declare<const Kinds extends readonly CallerKind[], About extends Subject>(
  declaration: Declaration<Kinds, About>,
) {
  return t.procedure.meta(declaration).use(async ({ ctx, path, type, getRawInput, next }) => {
    // An empty body is an empty object: clients may leave the body out, or send {}, {"json":{}} or {"json":null}.
    const input = async () => (await getRawInput()) ?? {};
    const proceed = async (context: CallContext<Kinds, About>) => {
      // tRPC takes both options, but types only one at a time.
      const options = { ctx: context, getRawInput: input };
      return await next<CallContext<Kinds, About>>(options);
    };
    // No procedure is a subscription: the router's walk refuses them.
    const call = { path, type: type === "query" ? type : "mutation", input } as const;
    try {
      const data = await runPipeline(ctx, declaration, call, async (context) => {
        const result = await proceed(context);
        if (!result.ok) throw result.error;
        return result.data;
      });
      // tRPC has no constructor for a middleware's result, and a replay has none of its own.
      return { ok: true, data } as unknown as Awaited<ReturnType<typeof proceed>>;
    } catch (error) {
      throw toTrpcError(appErrorOf(error));
    }
  });
}
