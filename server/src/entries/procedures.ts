import { callTRPCProcedure } from "@trpc/server";
import type { Context } from "../pipeline/context.ts";
import { appRouter } from "../router.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { findDirectQuery, runQueryIn } from "./direct-query.ts";

export type ProcedureType = "query" | "mutation";

// Flat at run time, by path; tRPC types it as nested.
const procedures = appRouter._def.procedures as unknown as Readonly<
  Record<string, { readonly _def: { readonly type: ProcedureType } }>
>;

/** The procedure's own type, which its callers' rights depend on. Throws `procedure_not_found`. */
export function procedureType(path: unknown): ProcedureType {
  const found = typeof path === "string" && Object.hasOwn(procedures, path) ? procedures[path] : undefined;
  if (found === undefined) throw new AppError("procedure_not_found");
  return found._def.type;
}

/**
 * Calls a procedure by its path, outside of tRPC's HTTP protocol. The input is read once. Throws what the
 * pipeline throws, in tRPC's errors.
 */
export async function callProcedure(ctx: Context, path: string, input: () => Promise<unknown>): Promise<unknown> {
  const type = procedureType(path);
  const query = findDirectQuery(path);
  let reading: Promise<unknown> | undefined;
  const readOnce = async () => {
    reading ??= input();
    return await reading;
  };
  if (query !== undefined) return await runQueryIn(ctx, { query, path, input: async () => (await readOnce()) ?? {} });
  return await callTRPCProcedure({
    ...{ router: appRouter, path, type, ctx, batchIndex: 0, signal: undefined },
    getRawInput: readOnce,
  });
}
