import type { Context } from "../../pipeline/context.ts";
import { type CallContext, runPipeline } from "../../pipeline/run.ts";

const CALLERS = ["anonymous", "user", "admin"] as const;

/** The context of a page's own work. */
export type PageContext = CallContext<typeof CALLERS, "tenant">;

/** Runs a page's work that is no procedure, through the pipeline of all calls. `path` names it in the audit log. */
export async function runPageCall<Result>(
  context: Context,
  { path, summary, isSignIn = false }: { readonly path: string; readonly summary: string; readonly isSignIn?: boolean },
  work: (context: PageContext) => Promise<Result>,
): Promise<Result> {
  const declaration = {
    summary,
    caller: CALLERS,
    rateLimit: "credentials",
    audit: path,
    isSignIn,
    about: "tenant",
  } as const;
  return await runPipeline(context, declaration, { path, type: "mutation", input: async () => ({}) }, work);
}
